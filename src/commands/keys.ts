import { writeFile } from "node:fs/promises";
import { signerIn } from "../../privacy/certificate/key.ts";
import { refuseExisting } from "../pipeline/folder.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { command } from "./command.ts";
import { withHomeOption } from "./options.ts";

/** The owner's public key: what others need to know who signed. The private key never leaves its file. */
export const keysCommand = command<{ readonly home?: string | undefined; readonly out?: string | undefined }>(
  {
    command: "keys",
    describe: "show the public key that your certificates are signed with (made on first use)",
    builder: argv =>
      withHomeOption(argv).option("out", {
        type: "string",
        describe: "also write the public key here, to hand to those who verify",
      }),
    handler: async ({ home, out }) => {
      const { publicKey } = signerIn(ownerFolder(home));
      if (out !== undefined) {
        await refuseExisting(out);
        await writeFile(out, publicKey.pem);
      }
      process.stdout.write(`${publicKey.fingerprint}\n${publicKey.pem}`);
    },
  },
);
