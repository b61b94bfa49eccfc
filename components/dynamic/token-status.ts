// Whether a token may log in. Written by PATCH, because azure-native updates a token by PUT, and a PUT without
// credentials wipes both passwords: https://github.com/Azure/acr/issues/667

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
                replaces.length > 0 ||
                olds.status !== news.status ||
                wasRecreated(olds.tokenCreatedOn, news.tokenCreatedOn);
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
            return token ? { id, props: { ...state, status: token.status } } : { id: "", props: {} };
        },

        /** The status ends with the token. */
        async delete() {},
    };

    async function write(inputs: TokenStatusInputs): Promise<TokenStatusInputs> {
        const azure = await connect(inputs.deployer);
        const token = await azure.getToken(inputs.tokenId);
        if (token?.status !== inputs.status) {
            await azure.setTokenStatus(inputs.tokenId, inputs.status);
        }
        return inputs;
    }
}
