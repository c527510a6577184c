import '@keyfall/ui/shop.css';
import '@keyfall/ui/shop-forms.css';
import '@keyfall/ui/shop-overlays.css';
