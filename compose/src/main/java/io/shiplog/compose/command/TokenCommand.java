package io.shiplog.compose.command;

import io.shiplog.cluster.Kubeconfig;
import io.shiplog.cluster.join.ApiCaller;
import io.shiplog.cluster.join.TokenSecret;
import io.shiplog.cluster.pki.AuthorityHash;
import io.shiplog.cluster.pki.Pem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shiplog token}: the tokens by which nodes join. */
@Command(name = "token", description = "Makes the tokens by which nodes join.", mixinStandardHelpOptions = true)
public final class TokenCommand {
    private static final byte[] NOTHING = new byte[0];

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "create",
            description = "Makes a token and prints it, and below it the command with which a node joins.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin AdminOptions admin,
            @Option(
                            names = "--ttl",
                            defaultValue = "24h",
                            paramLabel = "TIME",
                            description = "how long it is good for, such as 30m or 24h; 0 for ever"
                                    + " (default: ${DEFAULT-VALUE})")
                    String lifetime,
            @Option(names = "--description", defaultValue = "", description = "what it is for") String description,
            @Option(
                            names = "--write",
                            paramLabel = "DIR",
                            description =
                                    "a folder where the token and ca.crt are put, for agents that take them there")
                    @Nullable
                    Path folder)
            throws IOException {
        TokenSecret token = TokenSecret.make(new SecureRandom(), Instant.now(), duration(lifetime), description);
        Kubeconfig.Access access = admin.access();
        try (ApiCaller api = AdminOptions.caller(access)) {
            removeExpired(api);
            api.send("POST", TokenSecret.PATH, token.json());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (folder != null) {
            Files.createDirectories(folder);
            Pem.replace(folder.resolve("ca.crt"), access.authority(), "rw-r--r--");
            Pem.replace(folder.resolve("token"), token.token() + "\n", "rw-------");
            return 0;
        }
        out.println(token.token());
        out.println("# ./shiplog node-agent --node NAME --address ADDRESS --server " + access.server() + " --join "
                + token.token() + " --discovery-token-ca-cert-hash " + hash(access));
        out.flush();
        return 0;
    }

    /** Nobody else does: upstream's token cleaner. */
    private static void removeExpired(ApiCaller api) throws IOException {
        for (TokenSecret old : TokenSecret.read(api.send("GET", TokenSecret.PATH, NOTHING))) {
            if (old.isExpired(Instant.now())) {
                api.send("DELETE", TokenSecret.path(old.id()), NOTHING);
            }
        }
    }

    @Command(name = "list", description = "Lists the tokens that there are.", mixinStandardHelpOptions = true)
    int list(@Mixin AdminOptions admin) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %-22s %s%n", "TOKEN", "EXPIRES", "DESCRIPTION");
        try (ApiCaller api = AdminOptions.caller(admin.access())) {
            for (TokenSecret token : TokenSecret.read(api.send("GET", TokenSecret.PATH, NOTHING))) {
                out.printf(
                        "%-24s %-22s %s%n",
                        token.token(), token.expires() == null ? "never" : token.expires(), token.description());
            }
        }
        out.flush();
        return 0;
    }

    @Command(name = "delete", description = "Makes a token worthless.", mixinStandardHelpOptions = true)
    int delete(
            @Mixin AdminOptions admin,
            @Parameters(paramLabel = "TOKEN", description = "the token, or what is before its dot") String token)
            throws IOException {
        try (ApiCaller api = AdminOptions.caller(admin.access())) {
            api.send("DELETE", TokenSecret.path(token), NOTHING);
        }
        return 0;
    }

    private static String hash(Kubeconfig.Access access) throws IOException {
        try {
            return AuthorityHash.of(Pem.certificate(access.authority()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kubeconfig's authority cannot be read", e);
        }
    }

    /** As kubeadm and Go write durations, of one unit. */
    static Duration duration(String text) {
        try {
            return text.equals("0") ? Duration.ZERO : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time such as 30m or 24h", e);
        }
    }
}
