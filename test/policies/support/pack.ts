// The compiled pack as the engine runs it: started by the SDK's own executor, spoken to over gRPC.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { RawResource } from "../../../estate/resource";

export interface Diagnostic {
    policy: string;
    message: string;
    urn: string;
    /** 0 advisory, 1 mandatory, 2 disabled, 3 remediate: the engine's numbers. */
    level: number;
}

export interface RunningPack {
    policies(): Promise<{ name: string; level: number; type: number }[]>;
    configure(config: Record<string, { level: number; properties?: Record<string, unknown> }>): Promise<void>;
    analyze(resource: RawResource): Promise<Diagnostic[]>;
    /** The properties after remediation, by policy. */
    remediate(resource: RawResource): Promise<{ policy: string; properties: unknown }[]>;
    /** As the engine does it: outputs, and inputs where there are none. */
    analyzeStack(resources: readonly RawResource[]): Promise<Diagnostic[]>;
    close(): Promise<void>;
}

const packFolder = join(__dirname, "..", "..", "..", "policies");
const executor = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");

export async function startPack(environment: Record<string, string> = {}): Promise<RunningPack> {
    const child = spawn(process.execPath, [executor, "127.0.0.1:0", packFolder], {
        cwd: packFolder,
        env: { PATH: process.env.PATH, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await firstLine(child);
    const client = new analyzerGrpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const call = <Response>(invoke: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown) =>
        new Promise<Response>((resolve, reject) => {
            invoke((error, response) => (error ? reject(error) : resolve(response)));
        });

    return {
        async policies() {
            const info = await call<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
            return info.getPoliciesList().map((policy) => ({
                name: policy.getName(),
                level: policy.getEnforcementlevel(),
                type: policy.getPolicyType(),
            }));
        },
        async configure(config) {
            const request = new analyzer.ConfigureAnalyzerRequest();
            for (const [name, { level, properties = {} }] of Object.entries(config)) {
                const entry = new analyzer.PolicyConfig();
                entry.setEnforcementlevel(level as analyzer.EnforcementLevel);
                entry.setProperties(Struct.fromJavaScript(properties as never));
                request.getPolicyconfigMap().set(name, entry);
            }
            await call((done) => client.configure(request, done));
        },
        async analyze(resource) {
            return diagnostics(await call((done) => client.analyze(analyzeRequest(resource), done)));
        },
        async remediate(resource) {
            const response = await call<analyzer.RemediateResponse>((done) =>
                client.remediate(analyzeRequest(resource), done),
            );
            return response.getRemediationsList().map((remediation) => ({
                policy: remediation.getPolicyname(),
                properties: remediation.getProperties()?.toJavaScript(),
            }));
        },
        async analyzeStack(resources) {
            const request = new analyzer.AnalyzeStackRequest();
            request.setResourcesList(resources.map(stackResource));
            return diagnostics(await call((done) => client.analyzeStack(request, done)));
        },
        async close() {
            client.close();
            const ended = new Promise((resolve) => child.once("close", resolve));
            child.kill();
            await ended;
        },
    };
}

function firstLine(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
        let complaint = "";
        child.stderr?.on("data", (text) => {
            complaint += text;
        });
        child.once("close", (code) => reject(new Error(`The pack ended with ${code}: ${complaint}`)));
        if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
    });
}

function options({ protect = false, ignoreChanges = [] }: RawResource) {
    const result = new analyzer.AnalyzerResourceOptions();
    result.setProtect(protect);
    result.setIgnorechangesList([...ignoreChanges]);
    return result;
}

/** Properties as `pulumi policy analyze` sends them: what can't be decrypted as a placeholder. */
function struct(properties: Record<string, unknown>): Struct {
    const json = JSON.stringify(properties, (_, value) => (value?.ciphertext ? "[secret]" : value));
    return Struct.fromJavaScript(JSON.parse(json));
}

const nameOf = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);

function analyzeRequest(resource: RawResource) {
    const request = new analyzer.AnalyzeRequest();
    request.setType(resource.type);
    request.setUrn(resource.urn);
    request.setName(nameOf(resource.urn));
    request.setProperties(struct(resource.inputs));
    request.setOptions(options(resource));
    return request;
}

function stackResource(resource: RawResource) {
    const result = new analyzer.AnalyzerResource();
    result.setType(resource.type);
    result.setUrn(resource.urn);
    result.setName(nameOf(resource.urn));
    const outputs = Object.keys(resource.outputs).length > 0 ? resource.outputs : resource.inputs;
    result.setProperties(struct(outputs));
    result.setOptions(options(resource));
    result.setParent(resource.parent ?? "");
    result.setDependenciesList([...(resource.dependencies ?? [])]);
    for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
        const entry = new analyzer.AnalyzerPropertyDependencies();
        entry.setUrnsList([...urns]);
        result.getPropertydependenciesMap().set(property, entry);
    }
    return result;
}

function diagnostics(response: analyzer.AnalyzeResponse): Diagnostic[] {
    return response.getDiagnosticsList().map((diagnostic) => ({
        policy: diagnostic.getPolicyname(),
        // The engine puts the description before the message.
        message: diagnostic.getMessage().replace(`${diagnostic.getDescription()}\n`, ""),
        urn: diagnostic.getUrn(),
        level: diagnostic.getEnforcementlevel(),
    }));
}
