// Users of a tenant, and who is calling.
import { randomUUID } from "node:crypto";
import type { Json } from "../json";
import type { User } from "../state/azure-state";
import { findTenant, findUser } from "../state/directory";
import { secretHash } from "../state/secrets";
import { userDefaults, userJson } from "./bodies";
import { badRequest, type Operation, requiredText, success, writtenProperties } from "./call";
import { collectionOperations, type Kind } from "./collections";

const writable: Json = {
    accountEnabled: true,
    displayName: "",
    mailNickname: "",
    userPrincipalName: "",
    passwordProfile: {},
};

const passwordOf = (body: Json) => requiredText((body.passwordProfile ?? {}) as Json, "password", "PasswordProfile");

const users: Kind<User> = {
    collection: "users",
    resource: "User",
    area: "User",
    defaultProperties: userDefaults,
    all: ({ emulator, tenantId }) => emulator.state.users.filter((user) => user.tenantId === tenantId),
    toJson: (_, user) => userJson(user),
    alias: ({ userPrincipalName }) => userPrincipalName,
    create({ emulator, tenantId, body }) {
        writtenProperties(body, writable, "User");
        const userPrincipalName = requiredText(body, "userPrincipalName", "User");
        if (userPrincipalName.split("@")[1]?.toLowerCase() !== findTenant(emulator.state, tenantId)?.defaultDomain)
            throw badRequest(
                "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
            );
        if (findUser(emulator.state, userPrincipalName))
            throw badRequest("Another object with the same value for property userPrincipalName already exists.");
        const user: User = {
            id: randomUUID(),
            tenantId,
            userPrincipalName,
            displayName: requiredText(body, "displayName", "User"),
            userType: "Member",
            passwordHash: secretHash(passwordOf(body)),
        };
        emulator.state.users.push(user);
        return user;
    },
    update({ body }, user) {
        writtenProperties(body, writable, "User");
        if (body.displayName !== undefined) user.displayName = requiredText(body, "displayName", "User");
        if (body.passwordProfile !== undefined) user.passwordHash = secretHash(passwordOf(body));
    },
    remove({ emulator }, user) {
        emulator.state.users = emulator.state.users.filter((other) => other !== user);
    },
};

export const userOperations: Operation[] = [
    ...collectionOperations(users),
    {
        method: "GET",
        path: "/me",
        handle: ({ emulator, caller }) => {
            const user = emulator.state.users.find(({ id }) => caller.isUser && id === caller.id);
            if (!user) throw badRequest("/me request is only valid with delegated authentication flow.", "BadRequest");
            const json = userJson(user);
            return success(200, "users/$entity", Object.fromEntries(userDefaults.map((name) => [name, json[name]])));
        },
    },
];
