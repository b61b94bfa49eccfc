// Whether a token may log in, and which scope map it has. Written by PATCH, because azure-native updates a token by PUT, and a
// PUT without credentials wipes both passwords: https://github.com/Azure/acr/issues/667
import { sameId } from "../../azure/arm-id";
import type { Azure } from "./azure";
import { wasRecreated } from "./creation-time";
import type { Deployer } from "./credentials";

export interface TokenStatusInputs {
    /** ARM id of the token. */
    tokenId: string;
    /** When the token was made: a token that was recreated has the status it was made with. */
    tokenCreatedOn: string;
    /** `enabled` or `disabled`. */
    status: string;
    /** ARM id of the scope map. Older states have none. */
    scopeMapId?: string;
    /** Who azure-native works as for the component. */
    deployer: Deployer;
}

export function tokenStatus(connect: (deployer?: Deployer) => Promise<Azure>) {
    return {
        async check(_olds: unknown, news: TokenStatusInputs) {
            return { inputs: news };
        },

        async diff(_id: string, olds: TokenStatusInputs, news: TokenStatusInputs) {
            const replaces = sameId(olds.tokenId, news.tokenId) ? [] : ["tokenId"];
            const changes =
                replaces.length > 0 || differ(olds, news) || wasRecreated(olds.tokenCreatedOn, news.tokenCreatedOn);
            return { changes, replaces, deleteBeforeReplace: true };
        },

        async create(inputs: TokenStatusInputs) {
            return { id: `${inputs.tokenId}/status`, outs: await write(inputs) };
        },

        async update(_id: string, _olds: TokenStatusInputs, news: TokenStatusInputs) {
            return { outs: await write(news) };
        },

        async read(id: string, state: TokenStatusInputs) {
            const azure = await connect();
            const token = await azure.getToken(state.tokenId);
            return token
                ? { id, props: { ...state, status: token.status, scopeMapId: token.scopeMapId } }
                : { id: "", props: {} };
        },

        /** The status ends with the token. */
        async delete() {},
    };

    async function write(inputs: TokenStatusInputs): Promise<TokenStatusInputs> {
        const azure = await connect(inputs.deployer);
        const token = await azure.getToken(inputs.tokenId);
        if (token === undefined || differ(token, inputs)) {
            const { status, scopeMapId = token?.scopeMapId ?? "" } = inputs;
            await azure.updateToken(inputs.tokenId, { status, scopeMapId });
        }
        return inputs;
    }
}

type Settings = Pick<TokenStatusInputs, "status" | "scopeMapId">;

/** Scope maps are compared as ids; where one is not recorded, nothing is known of a difference. */
function differ(before: Settings, now: Settings): boolean {
    const isOtherMap =
        before.scopeMapId !== undefined && now.scopeMapId !== undefined && !sameId(before.scopeMapId, now.scopeMapId);
    return before.status !== now.status || isOtherMap;
}
