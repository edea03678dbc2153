// A sandbox on a free port, and all of HeyGen's hosts led to it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const HOSTS = ["https://api.heygen.com", "https://upload.heygen.com"];
const QUICK = ["--duration", "0.3", "--look-pending", "2", "--training", "3"];

/** Start the sandbox; return its address and the function that ends it. */
export async function startSandbox() {
  const python = process.env.PYTHON ?? "python3";
  const command = ["-P", "-m", "heygen_widgets.sandbox", "--port", "0", ...QUICK];
  const sandbox = spawn(python, command, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(sandbox, "exit");
  const stop = async () => {
    sandbox.kill("SIGINT");
    await ended;
  };
  for await (const line of createInterface({ input: sandbox.stdout })) {
    const [url] = /http:\/\/\S+:\d+/.exec(line) ?? [];
    if (url) {
      // What it says later must not fill the pipe.
      sandbox.stdout.resume();
      return { url, stop };
    }
  }
  throw new Error("The sandbox ended before it named its address.");
}

/** Let `fetch` ask this server wherever HeyGen is asked, and nobody else. */
export function leadFetchTo(url) {
  const { fetch } = globalThis;
  globalThis.fetch = (address, options) => {
    const host = [...HOSTS, url].find((host) => String(address).startsWith(`${host}/`));
    if (!host) throw new Error(`${address} is none of HeyGen's addresses.`);
    return fetch(url + String(address).slice(host.length), options);
  };
}
