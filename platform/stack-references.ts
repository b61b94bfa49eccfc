// The client id of an application that another stack of this program declares. The two stacks of a login across tenants are
// deployed separately, and the client id is all that the registry's stack needs.
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** An entry of `crossTenantApplications` in another stack of this program. */
export const applicationReference = z.strictObject({ stack: z.string(), name: z.string() });
export type ApplicationReference = z.infer<typeof applicationReference>;

/** A reader of client ids. It makes one stack reference per stack, however many of its applications are named. */
export function clientIdReader(): (application: ApplicationReference | undefined) => pulumi.Output<string> {
    const references = new Map<string, pulumi.StackReference>();
    return (application) => {
        if (application === undefined) {
            throw new Error("The config names no application.");
        }
        const { stack } = application;
        // A stack of this project may be named alone, as everywhere in Pulumi.
        const path = stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
        const reference = references.get(path) ?? new pulumi.StackReference(path);
        references.set(path, reference);
        return reference
            .getOutput("crossTenantApplications")
            .apply((applications) => clientIdIn(applications, application));
    };
}

/** @param applications what the other stack exports, if anything. */
export function clientIdIn(
    applications: Record<string, { clientId: string }> | undefined,
    { stack, name }: ApplicationReference,
): string {
    const found = applications?.[name];
    if (found === undefined) {
        const names = Object.keys(applications ?? {}).join(", ") || "none";
        const missing = new pulumi.RunError(
            `Stack ${stack} exports no crossTenantApplications.${name}; it has ${names}. Deploy that stack first, or name one of its applications.`,
        );
        // Without stack frames, which the engine takes half a minute to resolve and which add nothing to the message.
        missing.stack = missing.message;
        throw missing;
    }
    return found.clientId;
}
