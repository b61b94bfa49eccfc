// The passwords of a registry's admin user and of its tokens: made, replaced, kept as hashes, judged at a login.
import { azureTime } from "../../../clock";
import { text } from "../../../json";
import type { Emulator } from "../../../server/service";
import type { ArmResource, RegistryPassword } from "../../../state/azure-state";
import { matchesHash, randomText, secretHash } from "../../../state/secrets";
import { ArmError, badRequest, resourceNotFound } from "../../errors";
import type { Action } from "../../resource-type";

/** As long as the service has made them since 2025. */
const passwordLength = 52;

const isInTime = (password: RegistryPassword, now: Date): boolean =>
    (password.effectiveFrom === undefined || new Date(password.effectiveFrom) <= now) &&
    (password.expiry === undefined || new Date(password.expiry) > now);

/** Whether a password opens the admin user of a registry or a token, at the emulator's time. */
export const acceptsPassword = (emulator: Emulator, id: string, secret: string): boolean =>
    (emulator.state.registryPasswords[id.toLowerCase()] ?? []).some(
        (password) => isInTime(password, emulator.clock.now()) && matchesHash(secret, password.hash),
    );

/** Puts a new password in the place of the one with that name, if any. A replaced one may take a while to work. */
const replacePassword = (emulator: Emulator, id: string, name: string, extra: Partial<RegistryPassword>): string => {
    const value = randomText(passwordLength);
    const passwords = emulator.state.registryPasswords[id.toLowerCase()] ?? [];
    const delay = emulator.settings.passwordDelaySeconds;
    const isRegenerated = passwords.some((password) => password.name === name);
    const made: RegistryPassword = {
        name,
        creationTime: azureTime(emulator),
        hash: secretHash(value),
        ...(isRegenerated && delay > 0
            ? { effectiveFrom: new Date(emulator.clock.now().getTime() + delay * 1000).toISOString() }
            : {}),
        ...extra,
        ...(extra.value === undefined ? {} : { value }),
    };
    emulator.state.registryPasswords[id.toLowerCase()] = [
        ...passwords.filter((password) => password.name !== name),
        made,
    ].sort((left, right) => left.name.localeCompare(right.name));
    return value;
};

const adminNames = ["password", "password2"];

/** The admin user gets its passwords when it is first opened, and the same again after it was closed. */
export const openAdminUser = (emulator: Emulator, registry: ArmResource): void => {
    if (emulator.state.registryPasswords[registry.id.toLowerCase()]) return;
    for (const name of adminNames) replacePassword(emulator, registry.id, name, { value: "" });
};

const adminCredentials = (emulator: Emulator, registry: ArmResource) => ({
    username: registry.name,
    passwords: (emulator.state.registryPasswords[registry.id.toLowerCase()] ?? []).map(({ name, value }) => ({
        name,
        value,
    })),
});

const requireAdminUser = (registry: ArmResource): void => {
    if (registry.properties.adminUserEnabled === true) return;
    throw badRequest(
        "UnAuthorizedForCredentialOperations",
        `Cannot perform credential operations for ${registry.id} as admin user is disabled. Kindly enable admin user as per docs: https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account`,
    );
};

export const listCredentials: Action = {
    name: "listCredentials",
    run: ({ emulator, resource }) => {
        requireAdminUser(resource);
        return { status: 200, body: adminCredentials(emulator, resource) };
    },
};

export const regenerateCredential: Action = {
    name: "regenerateCredential",
    run: ({ emulator, resource, body }) => {
        requireAdminUser(resource);
        const name = text(body.name);
        if (name === undefined || !adminNames.includes(name))
            throw badRequest("InvalidParameter", `The password name '${name}' must be one of password, password2.`);
        replacePassword(emulator, resource.id, name, { value: "" });
        return { status: 200, body: adminCredentials(emulator, resource) };
    },
};

const tokenPasswordNames = ["password1", "password2"];

/** `2100-12-31T12:59:59.000Z` is answered as `2100-12-31T12:59:59+00:00`. */
const expiryOf = (emulator: Emulator, expiry: unknown): string | undefined => {
    if (expiry === undefined || expiry === null) return undefined;
    const date = new Date(String(expiry));
    if (Number.isNaN(date.getTime())) throw badRequest("InvalidParameter", `The expiry '${expiry}' is not a date.`);
    if (date <= emulator.clock.now())
        throw badRequest("InvalidTokenExpiry", `The expiry '${expiry}' of the token's password must be in the future.`);
    return date.toISOString().replace(/\.\d+Z$/, "+00:00");
};

export const generateCredentials: Action = {
    name: "generateCredentials",
    run: ({ emulator, resource, body }) => {
        const tokenId = text(body.tokenId) ?? "";
        const token = emulator.state.resources[tokenId.toLowerCase()];
        if (token === undefined || !tokenId.toLowerCase().startsWith(`${resource.id.toLowerCase()}/tokens/`))
            throw resourceNotFound(tokenId.slice(tokenId.lastIndexOf("/") + 1));
        const name = text(body.name);
        if (name !== undefined && !tokenPasswordNames.includes(name))
            throw new ArmError(
                400,
                "InvalidParameter",
                `The password name '${name}' must be one of password1, password2.`,
            );
        const expiry = expiryOf(emulator, body.expiry);
        const asked = name === undefined ? tokenPasswordNames : [name];
        const values = new Map(
            asked.map((item) => [item, replacePassword(emulator, token.id, item, expiry ? { expiry } : {})]),
        );
        return {
            status: 200,
            body: {
                username: token.name,
                passwords: tokenPasswords(emulator, token.id).map((password) =>
                    values.has(password.name) ? { ...password, value: values.get(password.name) } : password,
                ),
            },
        };
    },
};

/** A token's passwords as its own GET shows them: never the text. */
export const tokenPasswords = (emulator: Emulator, id: string) =>
    (emulator.state.registryPasswords[id.toLowerCase()] ?? []).map(({ creationTime, expiry, name }) => ({
        creationTime,
        ...(expiry ? { expiry } : {}),
        name,
    }));

/** Keeps of a token's passwords those that a body names, and only those: an empty list removes both. */
export const keepTokenPasswords = (emulator: Emulator, id: string, names: string[]): void => {
    const kept = (emulator.state.registryPasswords[id.toLowerCase()] ?? []).filter(({ name }) => names.includes(name));
    emulator.state.registryPasswords[id.toLowerCase()] = kept;
};
