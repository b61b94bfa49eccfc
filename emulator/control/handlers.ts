// What the control API can do. Each handler is a thin adapter over the handle that a test in TypeScript uses in process.
import type { RunningEmulator } from "../emulator";
import type { Json } from "../json";
import type { Reply } from "../server/service";
import { defaultSettings, isProfile, profiles, type Settings, settingsOf } from "../server/settings";
import {
    badRequest,
    ControlError,
    objectOf,
    optionalBoolean,
    optionalInteger,
    optionalNumber,
    optionalText,
    requiredText,
} from "./checks";
import { addDenyAssignment } from "./deny-assignments";
import { readFault, showFault } from "./faults";

/** `parameter` is the part of the path that stands for `:code`, decoded; an empty body is `undefined`. */
type Handler = (emulator: RunningEmulator, body: unknown, parameter: string) => Promise<Reply> | Reply;

const SETTINGS = Object.keys(defaultSettings) as (keyof Settings)[];
const DAY_MS = 86_400_000;

const ok = (body: unknown): Reply => ({ status: 200, body });

const showClock: Handler = ({ clock }) => ok({ now: clock.now().toISOString() });

const setClock: Handler = (emulator, body, parameter) => {
    const fields = objectOf(body, ["now", "advanceDays"]);
    const now = optionalText(fields, "now");
    const days = optionalNumber(fields, "advanceDays", Number.NEGATIVE_INFINITY);
    if ((now === undefined) === (days === undefined)) throw badRequest("Give either now or advanceDays.");
    const date = now === undefined ? new Date(emulator.clock.now().getTime() + (days ?? 0) * DAY_MS) : new Date(now);
    if (Number.isNaN(date.getTime()))
        throw badRequest("That is no date: give now as 2027-01-31T12:00:00Z, or fewer days.");
    emulator.clock.set(date);
    return showClock(emulator, undefined, parameter);
};

const readSetting = (fields: Json, name: keyof Settings) =>
    typeof defaultSettings[name] === "boolean"
        ? optionalBoolean(fields, name)
        : optionalInteger(fields, name, name === "armPageSize" ? 1 : 0);

/** A profile comes first: what is named beside it counts. */
const changeSettings: Handler = ({ settings }, body) => {
    const fields = objectOf(body, ["profile", ...SETTINGS]);
    const profile = optionalText(fields, "profile");
    if (profile !== undefined && !isProfile(profile))
        throw badRequest(`profile must be one of ${Object.keys(profiles).join(", ")}.`);
    const changes = SETTINGS.filter((name) => name in fields).map((name) => [name, readSetting(fields, name)]);
    return ok(Object.assign(settings, profile && settingsOf(profile), Object.fromEntries(changes)));
};

const approveDeviceCode: Handler = (emulator, body, code) => {
    const userPrincipalName = requiredText(objectOf(body, ["userPrincipalName"]), "userPrincipalName");
    try {
        emulator.approveDeviceCode(code, userPrincipalName);
    } catch (error) {
        throw new ControlError(404, "NotFound", (error as Error).message);
    }
    return { status: 204 };
};

const issueFederatedToken: Handler = async (emulator, body) => {
    const fields = objectOf(body, ["issuer", "subject", "audience", "lifetimeSeconds"]);
    const token = await emulator.issueFederatedToken({
        issuer: optionalText(fields, "issuer"),
        subject: requiredText(fields, "subject"),
        audience: optionalText(fields, "audience"),
        lifetimeSeconds: optionalInteger(fields, "lifetimeSeconds", 1),
    });
    return { status: 201, body: { token } };
};

/** Everything but secrets. */
const overview: Handler = ({ proxyUrl, caFile, identityEndpoint, state }) =>
    ok({
        proxyUrl,
        caFile,
        identityEndpoint,
        tenants: state.tenants,
        subscriptions: state.subscriptions,
        users: state.users.map(({ tenantId, userPrincipalName }) => ({ tenantId, userPrincipalName })),
        paths: Object.entries(PATHS).map(([path, methods]) => ({ path, methods: Object.keys(methods) })),
    });

/** By path, then by method. `:code` stands for one segment. */
export const PATHS: Record<string, Record<string, Handler>> = {
    "/": { GET: overview },
    "/clock": { GET: showClock, PUT: setClock },
    "/settings": { GET: ({ settings }) => ok(settings), PUT: changeSettings },
    "/faults": {
        GET: ({ faults }) => ok({ faults: faults.map(showFault) }),
        POST: ({ faults }, body) => {
            const fault = readFault(body);
            faults.push(fault);
            return { status: 201, body: showFault(fault) };
        },
        DELETE: ({ faults }) => {
            faults.length = 0;
            return { status: 204 };
        },
    },
    "/deny-assignments": {
        POST: (emulator, body) => ({ status: 201, body: addDenyAssignment(emulator, body) }),
    },
    "/device-codes/:code/approve": { POST: approveDeviceCode },
    "/federated-tokens": { POST: issueFederatedToken },
    "/requests": { GET: ({ log: { requests, attempts } }) => ok({ requests, attempts }) },
};
