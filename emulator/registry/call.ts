// What every part of the data plane works with: a request and the registry it is for; and how a registry refuses.
import type { Emulator, Reply, Request } from "../server/service";
import type { ArmResource } from "../state/azure-state";

export interface RegistryCall {
    request: Request;
    emulator: Emulator;
    registry: ArmResource;
}

/** The envelope of the OCI distribution specification. */
export const refusal = (
    status: number,
    code: string,
    message: string,
    { detail, headers }: { detail?: unknown; headers?: Record<string, string> } = {},
): Reply => ({ status, headers, body: { errors: [{ code, message, ...(detail !== undefined && { detail }) }] } });

export const unauthorized = "authentication required, visit https://aka.ms/acr/authorization for more information.";
