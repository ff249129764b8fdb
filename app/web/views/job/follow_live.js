/** Keeps the newest line in view while lines arrive, however many at once, unless the user has scrolled up to read. */
import { useEffect, useRef } from "preact/hooks";

const NEAR_PX = 140;

/** @param {{current: HTMLElement}} box @param {number} count how many lines there are @param {boolean} live whether more are to come */
export function useFollowLive(box, count, live) {
  const height = useRef(0);
  useEffect(() => {
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    const below = height.current - scrollTop - clientHeight;
    height.current = scrollHeight;
    if (live && below < NEAR_PX) box.current.scrollTop = scrollHeight;
  }, [count, live]);
}
