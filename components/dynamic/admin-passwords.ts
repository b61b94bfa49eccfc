// Both passwords of a registry's admin user, regenerated when the admin user is turned on, so that no earlier password
// works. azure-native has no resource for them.
import { parseArmId, sameId } from "../../azure/arm-id";
import { untilAccepted } from "./accepted";
import type { Azure } from "./azure";
import { wasRecreated } from "./creation-time";
import type { Deployer } from "./credentials";

export interface AdminPasswordsInputs {
    /** ARM id of the registry. */
    registryId: string;
    /** When the registry was made. */
    registryCreatedOn: string;
    loginServer: string;
    /** A counter: a higher one asks for new passwords. */
    revision: number;
    /** Who azure-native works as for the component. */
    deployer: Deployer;
}

export interface AdminPasswordsState extends AdminPasswordsInputs {
    username: string;
    /** Secret. */
    password: string;
    /** Secret. */
    password2: string;
}

export function adminPasswords(connect: (deployer?: Deployer) => Promise<Azure>) {
    return {
        async check(_olds: unknown, news: AdminPasswordsInputs) {
            return { inputs: news };
        },

        async diff(_id: string, olds: AdminPasswordsState, news: AdminPasswordsInputs) {
            const replaces = sameId(olds.registryId, news.registryId) ? [] : ["registryId"];
            return { changes: replaces.length > 0 || isDue(olds, news), replaces, deleteBeforeReplace: true };
        },

        async create(inputs: AdminPasswordsInputs) {
            return { id: `${inputs.registryId}/adminPasswords`, outs: await regenerate(inputs) };
        },

        async update(_id: string, olds: AdminPasswordsState, news: AdminPasswordsInputs) {
            return { outs: isDue(olds, news) ? await regenerate(news) : { ...olds, ...news } };
        },

        /** Passwords that ended, or that someone else regenerated, are gone: the next deployment makes new ones. */
        async read(id: string, state: AdminPasswordsState) {
            const azure = await connect();
            const now = await azure.listAdminPasswords(state.registryId);
            const isOurs = now?.password === state.password && now.password2 === state.password2;
            return isOurs ? { id, props: state } : { id: "", props: {} };
        },

        /** The registry has turned the admin user off by now, or is about to be deleted itself. */
        async delete() {},
    };

    async function regenerate(inputs: AdminPasswordsInputs): Promise<AdminPasswordsState> {
        const { registryId, loginServer } = inputs;
        const azure = await connect(inputs.deployer);
        const username = parseArmId("registry", registryId)?.resourceName ?? "";
        const password = await azure.regenerateAdminPassword(registryId, "password");
        const password2 = await azure.regenerateAdminPassword(registryId, "password2");
        await untilAccepted(azure, { loginServer, username, password, label: "password of the admin user" });
        await untilAccepted(azure, {
            loginServer,
            username,
            password: password2,
            label: "password2 of the admin user",
        });
        return { ...inputs, username, password, password2 };
    }
}

function isDue(olds: AdminPasswordsState, news: AdminPasswordsInputs): boolean {
    return olds.revision !== news.revision || wasRecreated(olds.registryCreatedOn, news.registryCreatedOn);
}
