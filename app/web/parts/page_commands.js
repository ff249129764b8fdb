/** The commands that every view has. */
import { mayRule, mayWrite } from "web/model/rights.js";
import { queue } from "web/model/queue.js";
import { drainQueue, pauseQueue, resumeQueue } from "web/model/queue_actions.js";
import { go } from "web/model/route.js";
import { signOut, signedIn } from "web/model/session.js";
import { setTheme, theme } from "web/model/theme.js";
import { useCommands } from "web/parts/commands.js";
import { keysShown } from "web/parts/keys_dialog.js";
import { address } from "web/net/address.js";

export function PageCommands() {
  const [writes, rules, signed, colours] = [mayWrite.value, mayRule.value, signedIn.value, theme.value];
  const held = queue.value && (queue.value.paused || queue.value.draining);
  useCommands(
    "Page",
    [
      writes && { id: "new", label: "New job", icon: "plus", words: "create add upload", run: () => go("/new") },
      { id: "queue", label: "Go to the queue", icon: "list", words: "jobs", run: () => go("/") },
      { id: "videos", label: "Go to the library", icon: "film", words: "videos", run: () => go("/videos") },
      { id: "feeds", label: "Go to feeds", icon: "rss", words: "channels podcasts folders schedule", run: () => go("/feeds") },
      { id: "system", label: "Go to System", icon: "activity", words: "settings keys webhooks health", run: () => go("/system") },
      rules && !held && { id: "pause", label: "Pause the queue", icon: "pause", words: "stop hold", run: pauseQueue },
      rules && !held && { id: "drain", label: "Drain the queue", icon: "waves", run: drainQueue },
      rules && held && { id: "resume", label: "Resume the queue", icon: "play", words: "continue", run: resumeQueue },
      colours !== "dark" && { id: "dark", label: "Colours: dark", icon: "moon", words: "theme", run: () => setTheme("dark") },
      colours !== "light" && { id: "light", label: "Colours: light", icon: "sun", words: "theme", run: () => setTheme("light") },
      colours && { id: "auto", label: "Colours: as the system", icon: "sun-moon", words: "theme", run: () => setTheme("") },
      { id: "keyboard", label: "Keyboard shortcuts", icon: "keyboard", words: "help", run: () => (keysShown.value = true) },
      { id: "api", label: "API", icon: "file-text", words: "documentation docs", run: () => location.assign(address("/docs")) },
      signed && { id: "sign-out", label: "Sign out", icon: "log-out", words: "log out", run: signOut },
    ],
    [writes, rules, signed, colours, held],
  );
  return null;
}
