/** What the operator calls this server (APP_NAME); the server writes it into the page. */
export const APP_NAME = document.querySelector('meta[name="application-name"]').content;
