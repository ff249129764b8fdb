/** Sends one file as the body of a request, with progress; fetch does not report how much has been sent, XMLHttpRequest does. */
import { address } from "web/net/address.js";
import { refusal } from "web/net/api.js";
import { Problem } from "web/net/problem.js";

/**
 * @param {File} file
 * @param {(fraction: number) => void} reached 0..1; 1 means sent, the server may still be probing it
 * @returns {{done: Promise<object>, abort: () => void}} `done` resolves to the video or throws Problem
 */
export function upload(file, reached) {
  const xhr = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    xhr.upload.onprogress = (event) => event.lengthComputable && reached(event.loaded / event.total);
    xhr.onload = () => {
      const body = parsed(xhr.responseText);
      if (xhr.status < 300) resolve(body);
      else reject(refusal(xhr.status, body, xhr.getResponseHeader("Retry-After")));
    };
    xhr.onerror = () => reject(new Problem(0, { detail: "The connection broke while the file was being sent." }));
    xhr.onabort = () => reject(new DOMException("aborted", "AbortError"));
  });
  xhr.open("POST", address(`/api/v1/videos?filename=${encodeURIComponent(file.name)}`));
  xhr.setRequestHeader("Content-Type", mediaType(file));
  xhr.setRequestHeader("Accept", "application/json");
  xhr.send(file);
  return { done, abort: () => xhr.abort() };
}

function mediaType(file) {
  return /^(video|audio)\//.test(file.type) ? file.type : "application/octet-stream";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
