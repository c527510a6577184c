import '@keyfall/ui/office.css';
