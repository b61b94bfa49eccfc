// Azure for the tests of dynamic resources: tokens and their password slots in memory, a clock that sleeping moves, and
// a registry that accepts a password only after a while.
import { test } from "vitest";
import type { Azure, TokenSettings } from "../../../components/dynamic/azure";
import { registryReference } from "../../support/mocks";

export const deployer = { tenantId: "tenant", objectId: "deployer" };
export const tokenId = `${registryReference("shop").resourceId}/tokens/edge-device`;

export interface FakeToken extends TokenSettings {
    passwords: Map<string, { value: string; createdOn: string; expiresOn: string }>;
}

export class FakeAzure implements Azure {
    public readonly tokens = new Map<string, FakeToken>();
    public readonly calls: string[] = [];
    /** How long the registry refuses a new password. */
    public propagation = 0;
    public unreachable = false;
    private time = Date.parse("2026-11-23T00:00:00Z");
    private generated = 0;

    public addToken(id: string, status = "enabled"): FakeToken {
        const token: FakeToken = { status, scopeMapId: `${id}-map`, passwords: new Map() };
        this.tokens.set(id, token);
        return token;
    }

    public async getToken(id: string) {
        const token = this.tokens.get(id);
        return (
            token && {
                status: token.status,
                scopeMapId: token.scopeMapId,
                passwords: [...token.passwords].map(([name, { createdOn }]) => ({ name, createdOn })),
            }
        );
    }

    public async updateToken(id: string, settings: TokenSettings) {
        this.calls.push(`update ${settings.status} ${settings.scopeMapId}`);
        Object.assign(this.token(id), settings);
    }

    public async generatePassword(id: string, name: string, expiresOn: Date) {
        this.generated += 1;
        this.time += 1000;
        this.calls.push(`generate ${name} until ${expiresOn.toISOString()}`);
        const createdOn = new Date(this.time).toISOString();
        const value = `value-${this.generated}`;
        this.token(id).passwords.set(name, { value, createdOn, expiresOn: expiresOn.toISOString() });
        return { value, createdOn };
    }

    public async tryLogin(_loginServer: string, _username: string, password: string) {
        if (this.unreachable) {
            return "unreachable" as const;
        }
        if (this.admin?.password === password || this.admin?.password2 === password) {
            return "accepted" as const;
        }
        for (const token of this.tokens.values()) {
            for (const { value, createdOn } of token.passwords.values()) {
                if (value === password && this.time >= Date.parse(createdOn) + this.propagation) {
                    return "accepted" as const;
                }
            }
        }
        return "refused" as const;
    }

    /** The admin user's passwords by name; absent while it is off. */
    public admin: { password: string; password2: string } | undefined;

    public async listAdminPasswords() {
        return this.admin && { ...this.admin };
    }

    public async regenerateAdminPassword(_id: string, name: "password" | "password2") {
        if (this.admin === undefined) {
            throw new Error("The admin user is off.");
        }
        this.generated += 1;
        this.calls.push(`regenerate ${name}`);
        this.admin[name] = `admin-${this.generated}`;
        return this.admin[name];
    }

    public now() {
        return this.time;
    }

    public async sleep(milliseconds: number) {
        this.time += milliseconds;
    }

    private token(id: string): FakeToken {
        const token = this.tokens.get(id);
        if (token === undefined) {
            throw new Error(`There is no token ${id}.`);
        }
        return token;
    }
}

/** For tests of a token's resources: in their `azure` is the token `tokenId`. */
export const tokenTest = test.extend("azure", () => {
    const azure = new FakeAzure();
    azure.addToken(tokenId);
    return azure;
});
