// The control API: JSON over HTTP on 127.0.0.1, with which a test in any language moves the clock, injects faults, approves
// logins and reads what was asked of the emulator. Faults do not hit it, and its own requests are not recorded.
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { RunningEmulator } from "../emulator";
import { closeServer } from "../server/proxy";
import { createListener, listen } from "../server/server";
import { refusalReply, type Service } from "../server/service";
import { ControlError } from "./checks";
import { PATHS } from "./handlers";

export interface ControlServer {
    /** `http://127.0.0.1:<port>` */
    url: string;
    close(): void;
}

/** Starts the control API of an emulator. Throws one clear error for a port in use; 0 lets the system choose one. */
export async function startControl(emulator: RunningEmulator, port = 0): Promise<ControlServer> {
    const log = { exchange: () => undefined, failure: emulator.log.failure };
    const service = control(emulator);
    const server = createServer(createListener({ ...emulator, faults: [] }, log, () => service));
    const url = `http://127.0.0.1:${await listen(server, port)}`;
    return { url, close: () => closeServer(server) };
}

const control =
    (emulator: RunningEmulator): Service =>
    async (request) => {
        try {
            if (!isSame(request.headers["x-emulator-key"] ?? "", emulator.controlKey))
                throw new ControlError(
                    401,
                    "Unauthorized",
                    "The header x-emulator-key must hold controlKey of the emulator's credentials.json.",
                );
            const [methods, parameter] = find(request.path);
            const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
            if (!handler) throw notAllowed(request.method, Object.keys(methods));
            return await handler(emulator, await request.json(), parameter);
        } catch (error) {
            if (error instanceof ControlError) return refusalReply(error);
            throw error;
        }
    };

/** The methods of a path, and the segment that stands for `:code`. */
function find(path: string): [(typeof PATHS)[string], string] {
    const segments = path.split("/");
    for (const [pattern, methods] of Object.entries(PATHS)) {
        const parts = pattern.split("/");
        const matches = parts.every((part, index) => part.startsWith(":") || part === segments[index]);
        const parameter = segments[parts.findIndex((part) => part.startsWith(":"))] ?? "";
        if (matches && parts.length === segments.length) return [methods, decodeURIComponent(parameter)];
    }
    throw new ControlError(404, "NotFound", `There is no ${path}. GET / lists what there is.`);
}

const notAllowed = (method: string, methods: string[]): ControlError => {
    const allow = methods.join(", ");
    const message = `${method} is not possible here; possible are ${allow}.`;
    return new ControlError(405, "MethodNotAllowed", message, { allow });
};

/** Takes the same time whatever is wrong with the key. */
const isSame = (given: string, expected: string): boolean => {
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return timingSafeEqual(digest(given), digest(expected));
};
