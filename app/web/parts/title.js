/** The document's title follows the view. */
import { useEffect } from "preact/hooks";
import { APP_NAME } from "web/model/app_name.js";

/** @param {string} text */
export function useTitle(text) {
  useEffect(() => {
    document.title = `${text} · ${APP_NAME}`;
  }, [text]);
}
