// Style sheets and pictures as imports; import.meta.env.
/// <reference types="vite/client" />
