// The platform program: the stack config in, registries and every login to them out. Its outputs are those of the kinds in
// platform/kinds, by section and name, and the passwords that the config asks for by name in exportPasswords; secret.
import * as pulumi from "@pulumi/pulumi";
import { platform } from "./platform/platform";

export = platform(pulumi.runtime.allConfig());
