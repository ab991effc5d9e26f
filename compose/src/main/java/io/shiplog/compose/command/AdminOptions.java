package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.Kubeconfig;
import io.shiplog.cluster.join.ApiCaller;
import io.shiplog.cluster.join.ClientTls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask an API server as the administrator. */
final class AdminOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "the administrator's kubeconfig (default: that in the data folder)")
    private @Nullable Path kubeconfig;

    @Option(names = "--data", paramLabel = "DIR", description = "the cluster's data folder (default: the standard one)")
    private @Nullable Path data;

    /** What the kubeconfig says. */
    Kubeconfig.Access access() {
        Path folder = data == null ? DataFolder.standard() : data;
        return Kubeconfig.read(kubeconfig == null ? folder.resolve("kubeconfig") : kubeconfig);
    }

    /** A client that is who a kubeconfig says. */
    static ApiCaller caller(Kubeconfig.Access access) {
        return ApiCaller.of(
                access.server(), ClientTls.certified(access.authority(), access.certificate(), access.key()));
    }
}
