// The client id of an application that another stack of this program declares: the two sides of a login across tenants are
// deployed by different deployers, and the registry's side needs nothing else of the other.
import * as pulumi from "@pulumi/pulumi";

/** An entry of `crossTenantApplications` in another stack of this program. */
export interface ApplicationReference {
    stack: string;
    name: string;
}

/** A reader of client ids; each stack is referred to once, however many of its applications are. */
export function clientIds(): (application: ApplicationReference | undefined) => pulumi.Output<string> {
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
            `Stack ${stack} exports no crossTenantApplications.${name}; it has ${names}. Bring that stack up first, or name an application of its own.`,
        );
        // The message says it all. With frames, the engine takes half a minute to make them out.
        missing.stack = missing.message;
        throw missing;
    }
    return found.clientId;
}
