// The passwords of an Entra application that overlap: one a generation, so that a rotation adds one, removes the oldest
// and touches no other.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { defaultLifetime } from "../../azure/rotation";
import { creationNote } from "../inputs/creation-note";
import { generationsOf } from "./rotating-credential";
import type { RotationInputs } from "./rotation";

/** The password that consumers are given. */
export interface CurrentPassword {
    /** Secret. */
    password: pulumi.Output<string>;
    /** ISO 8601. */
    expiresOn: string;
}

/** Declares a password for each live generation, named `${name}-password-${generation}`; answers the current one. */
export function applicationPasswords(
    component: pulumi.ComponentResource,
    name: string,
    rotation: RotationInputs,
    /** Graph's path of the application, `/applications/OBJECT_ID`. */
    applicationId: pulumi.Input<string>,
): CurrentPassword {
    const note = rotation.lifetime === undefined ? creationNote(component, lifetimeNote) : {};
    const declared = generationsOf(name, rotation).map(({ number, expiresOn }) => ({
        expiresOn,
        resource: new azuread.ApplicationPassword(
            `${name}-password-${number}`,
            {
                applicationId,
                displayName: `${name} generation ${number}`,
                // No start: Entra refuses one in the past (KeyCredentialsInvalidStartDate, see
                // https://github.com/hashicorp/terraform-provider-azuread/issues/1582), so validity starts at the creation.
                endDate: expiresOn,
                rotateWhenChanged: { revision: String(rotation.revision ?? 0) },
            },
            { parent: component, additionalSecretOutputs: ["value"], ...note },
        ),
    }));
    const current = declared.at(-1);
    if (current === undefined) {
        throw new Error(`"${name}" has no live generation.`);
    }
    return { password: pulumi.secret(current.resource.value), expiresOn: current.expiresOn };
}

/** The error is that of https://github.com/OfficeDev/microsoft-365-agents-toolkit/issues/10998. */
export const lifetimeNote =
    `This password is requested for up to ${defaultLifetime} days. If the tenant refuses that ` +
    "(CredentialInvalidLifetimeAsPerAppPolicy), set lifetime to the days that it allows, and period to at most half of them.";
