package io.shiplog.reconcilers.world;

import tools.jackson.databind.node.ObjectNode;

/** Jobs as users write them. */
public final class JobManifests {
    private JobManifests() {}

    /** A Job called {@code j} with these members of its specification, such as {@code "completions":3}. */
    public static ObjectNode job(String spec) {
        return job("j", spec, "Never");
    }

    public static ObjectNode job(String name, String spec, String restartPolicy) {
        return Manifests.parse("""
            {"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"%s","namespace":"default"},
             "spec":{%s%s"template":{"spec":{"containers":[{"name":"main","image":"work:1"}],
              "restartPolicy":"%s"}}}}""".formatted(name, spec, spec.isEmpty() ? "" : ",", restartPolicy));
    }
}
