// The dynamic provider as it is written into the state: a loader and nothing else. Its text is the same for every
// resource of a kind and holds no value of anyone's config; what it does lies in the package that it loads at run time,
// so that the state stays small and a new version of the package needs no new state.
import type * as pulumi from "@pulumi/pulumi";

/** The modules of `acr-auth/dynamic` that can be loaded. */
export type Kind = "adminPasswords" | "tokenPassword" | "tokenStatus";

/**
 * The provider of a kind of resource. The engine runs it in the folder of the Pulumi program, and without a file name of
 * its own: it therefore asks that folder's `package.json` for the package, which also works where the program is part of
 * the package itself.
 */
export function dynamicProvider(kind: Kind): pulumi.dynamic.ResourceProvider {
    const load = () => {
        const folder = process.cwd();
        try {
            return require("node:module").createRequire(`${folder}/package.json`)("acr-auth/dynamic")[kind];
        } catch (error) {
            throw new Error(`${folder} needs the npm package acr-auth to manage passwords of registries: ${error}`);
        }
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
