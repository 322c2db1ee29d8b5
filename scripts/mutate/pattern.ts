/** Whether a path fits a pattern: `*` within a folder, `**` across. */
export const fits = (pattern: string, path: string): boolean => {
  const parts = pattern.split(/(\*+)/);
  const body = parts
    .map(part => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${body}$`).test(path);
};
