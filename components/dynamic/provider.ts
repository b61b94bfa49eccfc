// The dynamic provider as it is written into the state: a loader and nothing else. Its text is the same for every
// resource of a kind and holds no value of anyone's config; what it does lies in the package that it loads at run time,
// so that the state stays small and a new version of the package needs no new state.
import type * as pulumi from "@pulumi/pulumi";

/** The modules of `acr-auth/dynamic` that can be loaded. */
export type Kind = "adminPasswords" | "tokenPassword" | "tokenStatus";

/**
 * The provider of a kind of resource. The engine runs it without a file name of its own, so that it has to look for the
 * package: from the folder of the program's main file, which an Automation API program sets to its working directory; from
 * Pulumi's SDK, beside which pnpm keeps what only a dependency of the program depends on; from the package whose npm
 * script started the program; and from the folder that the shell was in.
 */
export function dynamicProvider(kind: Kind): pulumi.dynamic.ResourceProvider {
    const load = () => {
        const { createRequire } = require("node:module");
        const { npm_package_json: script, PWD: shell } = process.env;
        const places = [`${process.cwd()}/package.json`, process.argv[1], script, shell && `${shell}/package.json`];
        const errors = [];
        for (const place of places.filter(Boolean)) {
            try {
                return createRequire(place)("acr-auth/dynamic")[kind];
            } catch (error) {
                errors.push(error);
            }
        }
        throw new Error(
            `${process.cwd()} needs the npm package acr-auth to manage passwords of registries. Add it to the program's package.json, or put the node_modules that has it into NODE_PATH. ${errors[0]}`,
        );
    };
    return {
        configure: async (request) => load().configure(request.config),
        check: async (olds, news) => load().check(olds, news),
        diff: async (id, olds, news) => load().diff(id, olds, news),
        create: async (inputs) => load().create(inputs),
        read: async (id, props) => load().read(id, props),
        update: async (id, olds, news) => load().update(id, olds, news),
        delete: async (id, props) => load().delete(id, props),
    };
}
