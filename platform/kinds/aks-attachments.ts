import { z } from "zod";
import { AksAttachment } from "../../components";
import { aksAttachmentProblems } from "../../components/aks-attachment";
import { entries, grantArgs, grants, newIdentity } from "./fields";
import { defineKind } from "./kind";

/** Clusters that pull with their kubelet identity. */
export const aksAttachments = defineKind({
    section: "aksAttachments",
    schema: entries({
        clusterResourceId: z.string().optional(),
        kubeletObjectId: z.string().optional(),
        kubeletIdentity: z.strictObject({ identityName: z.string().optional() }).optional(),
        grants,
    }),
    args: ({ kubeletIdentity, ...entry }, context) => ({
        ...entry,
        ...(kubeletIdentity === undefined ? {} : { kubeletIdentity: { ...newIdentity(context), ...kubeletIdentity } }),
        grants: grantArgs(entry.grants, context),
    }),
    problems: (_, args) => aksAttachmentProblems(args),
    component: AksAttachment,
    outputs: ["principalId", "identityProfile"],
});
