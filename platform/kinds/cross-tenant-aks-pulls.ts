import { z } from "zod";
import { CrossTenantAksPull } from "../../components";
import { crossTenantAksPullProblems } from "../../components/cross-tenant-aks-pull";
import { exactlyOne } from "../../components/inputs/alternatives";
import { applicationReference } from "../stack-references";
import { entries, grantArgs, grants } from "./fields";
import { defineKind } from "./kind";

/** Access for another tenant's application; for the stack of the registry's tenant. */
export const crossTenantAksPulls = defineKind({
    section: "crossTenantAksPulls",
    schema: entries({
        clientId: z.string().optional(),
        application: applicationReference.optional(),
        grants,
    }),
    args: ({ clientId, application, grants }, context) => ({
        clientId: clientId ?? context.clientIdOf(application),
        grants: grantArgs(grants, context),
    }),
    problems: (_, args, { clientId, application }) => [
        ...exactlyOne("clientId", { clientId, application }),
        ...crossTenantAksPullProblems(args),
    ],
    component: CrossTenantAksPull,
    outputs: ["principalId", "tenantId"],
});
