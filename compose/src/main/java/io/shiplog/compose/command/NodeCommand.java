package io.shiplog.compose.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.cluster.join.ApiCaller;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shiplog node}: what is done with nodes that joined. */
@Command(name = "node", description = "Shuts out a node that joined.", mixinStandardHelpOptions = true)
public final class NodeCommand {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/" + RevokedNodes.NAMESPACE + "/configmaps";
    private static final int NOT_FOUND = 404;
    private static final byte[] NOTHING = new byte[0];

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "revoke",
            description = "Makes everything worthless that a node has: its certificate, its password and its rights in"
                    + " Kafka. It may join anew with a token.",
            mixinStandardHelpOptions = true)
    int revoke(@Mixin AdminOptions admin, @Parameters(paramLabel = "NAME", description = "the node") String node)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiCaller api = AdminOptions.caller(admin.access())) {
            // First: who has the certificate cannot renew it while its rights are taken away.
            forget(api, node);
            api.send(
                    "POST",
                    CONFIG_MAPS,
                    ("{\"metadata\":{\"name\":\"" + RevokedNodes.PREFIX + node + "\"}}").getBytes(UTF_8));
            boolean revoked = Json.parse(api.send("DELETE", RequestAuthorizer.JOINING + node, NOTHING))
                    .path("revoked")
                    .asBoolean(false);
            out.println(
                    revoked
                            ? "The node " + node + " is shut out. kubectl delete node " + node + " removes what it was."
                            : "The API server does not know the node " + node
                                    + " any more. Its rights in Kafka are taken"
                                    + " away by whoever administers it: kafka acls --node " + node + " lists them.");
        }
        out.flush();
        return 0;
    }

    /** A revocation is dated by its object: a later one is another object. */
    private static void forget(ApiCaller api, String node) throws IOException {
        try {
            api.send("DELETE", CONFIG_MAPS + "/" + RevokedNodes.PREFIX + node, NOTHING);
        } catch (ApiCaller.RefusedException e) {
            if (e.code() != NOT_FOUND) {
                throw e;
            }
        }
    }
}
