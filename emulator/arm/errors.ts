// How Azure Resource Manager refuses: an error that any depth may throw, and the envelope it is answered in.
import { Refusal, type Reply, refusalReply } from "../server/service";

/** A refusal by the provider of a resource. */
export class ArmError extends Refusal {}

/** A refusal by Azure Resource Manager itself, before it asks the resource's provider. */
export class ManagerError extends ArmError {}

/** Microsoft.ContainerRegistry alone adds a top-level `status` to its errors. */
export const errorReply = (error: ArmError, namespace?: string): Reply => {
    const reply = refusalReply(error);
    const isRegistrys = namespace?.toLowerCase() === "microsoft.containerregistry" && !(error instanceof ManagerError);
    return isRegistrys ? { ...reply, body: { ...reply.body, status: "Failed" } } : reply;
};

export const resourceGroupNotFound = (name: string): ArmError =>
    new ManagerError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);

/** The refusal of a resource provider for a child, or for a resource it looks up itself. */
export const resourceNotFound = (name: string): ArmError =>
    new ArmError(404, "ResourceNotFound", `The resource ${name} could not be found.`);

export const badRequest = (code: string, message: string): ArmError => new ArmError(400, code, message);

export const methodNotAllowed = (method: string): ManagerError =>
    new ManagerError(405, "MethodNotAllowed", `The requested resource does not support http method '${method}'.`);
