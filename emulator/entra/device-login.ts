// Logins by device code that wait for a user. They are not part of the state, since they end after 15 minutes anyway.
import type { Emulator } from "../server/service";
import type { AzureState, User } from "../state/azure-state";
import { findUser } from "../state/directory";
import { randomText } from "../state/secrets";
import { EntraError } from "./errors";

interface DeviceLogin {
    deviceCode: string;
    userCode: string;
    clientId: string;
    /** Of the first request; the client doesn't repeat it when it asks for the token. */
    scope: string;
    /** By the machine's clock, which is the one the client counts on. */
    expires: number;
    user?: User;
}

const lifetimeSeconds = 900;
const logins = new WeakMap<AzureState, DeviceLogin[]>();

const loginsOf = ({ state }: Emulator): DeviceLogin[] => {
    const waiting = (logins.get(state) ?? []).filter(({ expires }) => expires > Date.now());
    logins.set(state, waiting);
    return waiting;
};

/** The reply to a request for a device code. */
export function startDeviceLogin(emulator: Emulator, clientId: string, scope: string) {
    const login: DeviceLogin = {
        deviceCode: randomText(64),
        userCode: randomText(9).toUpperCase(),
        clientId,
        scope,
        expires: Date.now() + lifetimeSeconds * 1000,
    };
    loginsOf(emulator).push(login);
    const verificationUri = "https://login.microsoft.com/device";
    return {
        user_code: login.userCode,
        device_code: login.deviceCode,
        verification_uri: verificationUri,
        expires_in: lifetimeSeconds,
        interval: 1,
        message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${login.userCode} to authenticate.`,
    };
}

/** Throws if no login waits for the code or nobody has the name. */
export function approveDeviceLogin(emulator: Emulator, userCode: string, userPrincipalName: string): void {
    const login = loginsOf(emulator).find((waiting) => waiting.userCode === userCode.toUpperCase());
    if (!login)
        throw new Error(`No login waits for the code ${userCode}. Ask for a new one with az login --use-device-code.`);
    const user = findUser(emulator.state, userPrincipalName);
    if (!user) {
        const names = emulator.state.users.map((known) => known.userPrincipalName).join(", ");
        throw new Error(`There is no user ${userPrincipalName}. Give one of: ${names}.`);
    }
    login.user = user;
}

/** Who approved the login, and the scope it was for; a device code works once. Throws Entra's refusal until then. */
export function finishDeviceLogin(
    emulator: Emulator,
    deviceCode: string,
    clientId: string,
): { user: User; scope: string } {
    const waiting = loginsOf(emulator);
    const login = waiting.find((candidate) => candidate.deviceCode === deviceCode && candidate.clientId === clientId);
    if (!login)
        throw new EntraError(
            400,
            "expired_token",
            70020,
            "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
        );
    if (!login.user)
        throw new EntraError(
            400,
            "authorization_pending",
            70016,
            "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
        );
    waiting.splice(waiting.indexOf(login), 1);
    return { user: login.user, scope: login.scope };
}
