/** The operator's name of this server (APP_NAME), which the server writes into the page. */
export const APP_NAME = document.querySelector('meta[name="application-name"]').content;
