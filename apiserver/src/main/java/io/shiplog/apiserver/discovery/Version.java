package io.shiplog.apiserver.discovery;

import io.shiplog.resources.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What {@code /version} answers: the Kubernetes version whose API this is. */
final class Version {
    private Version() {}

    static ObjectNode document() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("emulationMajor", "1")
                .put("emulationMinor", "34")
                .put("gitVersion", "v1.34.0+shiplog")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "linux/amd64");
    }
}
