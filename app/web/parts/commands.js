/** Offers commands to the palette while a view is shown. */
import { useEffect } from "preact/hooks";
import { offer } from "web/model/commands.js";

/** @param {string} name of their group @param {(import("web/model/commands.js").Command|false)[]} list @param {unknown[]} inputs what they depend on */
export function useCommands(name, list, inputs) {
  useEffect(() => offer(name, list), inputs);
}

/** Save a file of the server. @param {string} address @param {string} name empty for the server's name */
export function save(address, name = "") {
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
}
