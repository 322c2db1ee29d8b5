import cliProgress from "cli-progress";

/** Tells a person that long work moves on. `total` 0 = not known yet. */
export interface Progress {
  say(text: string): void;
  step(name: string): (done: number, total: number) => void;
  stop(): void;
}

/** A bar per step on a terminal; one line per step elsewhere. Writes to stderr only, and never a private value. */
export const terminalProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  let bar: cliProgress.SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  const say = (text: string) => {
    stop();
    stream.write(`${text}\n`);
  };
  const step = (name: string) => {
    stop();
    if (!stream.isTTY) {
      stream.write(`${name} …\n`);
      return () => {};
    }
    const own = new cliProgress.SingleBar(
      {
        stream,
        format: `${name.padEnd(28)} {bar} {value}/{total} {eta_formatted}`,
        hideCursor: true,
        clearOnComplete: false,
      },
      cliProgress.Presets.shades_classic,
    );
    own.start(1, 0);
    bar = own;
    return (done: number, total: number) => {
      if (bar !== own) return;
      own.setTotal(Math.max(1, total));
      own.update(done);
      if (done >= total && total > 0) stop();
    };
  };
  return { say, step, stop };
};

export const silentProgress: Progress = { say: () => {}, step: () => () => {}, stop: () => {} };
