import { z } from "zod";
import { CrossTenantApplication } from "../../components";
import { crossTenantApplicationProblems } from "../../components/cross-tenant-application";
import { entries, owners, rotation } from "./fields";
import { defineKind } from "./kind";

/** Applications for clusters that pull from another tenant's registry; for the stack of the cluster's tenant. */
export const crossTenantApplications = defineKind({
    section: "crossTenantApplications",
    schema: entries({
        displayName: z.string().optional(),
        loginServers: z.array(z.string()).optional(),
        owners: owners.optional(),
        ...rotation,
    }),
    args: (entry, { asOf }) => ({ ...entry, asOf }),
    problems: crossTenantApplicationProblems,
    component: CrossTenantApplication,
    outputs: ["clientId", "principalId", "expiresOn"],
    credential: (component) => component,
});
