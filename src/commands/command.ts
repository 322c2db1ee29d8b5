import type { Argv, CommandModule } from "yargs";

/**
 * A command whose options have the given type. yargs infers kebab-case names from the builder but hands camelCase
 * ones to the handler; this is the one place where the parsed options are named.
 */
export const command = <Options>(definition: {
  readonly command: string;
  readonly describe: string;
  readonly builder: (argv: Argv<object>) => Argv<unknown>;
  readonly handler: (options: Options) => Promise<void>;
}): CommandModule<object, Options> => definition as unknown as CommandModule<object, Options>;
