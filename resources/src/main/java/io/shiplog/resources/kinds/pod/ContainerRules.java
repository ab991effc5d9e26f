package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of one container. */
public final class ContainerRules {
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private ContainerRules() {}

    /**
     * @param volumes the pod's volumes by name
     * @param init whether it runs before the others; one that goes on beside them has {@code restartPolicy: Always}
     */
    public static void check(Field container, Map<String, Field> volumes, boolean init) {
        Field name = container.at("name");
        if (name.blank()) {
            name.required("");
        } else {
            name.invalid(Names.dns1123Label(name.text()));
        }
        image(container.at("image"));
        PodSpecRules.choice(container.at("imagePullPolicy"), PULL_POLICIES);
        ports(container.at("ports"));
        EnvironmentRules.check(container);
        mounts(container.at("volumeMounts"), volumes);
        ResourceRules.check(container.at("resources"));
        boolean sidecar = container.at("restartPolicy").text().equals("Always");
        if (init && !sidecar) {
            for (String member : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                if (container.at(member).present()) {
                    container.at(member).forbidden("may not be set for init containers without restartPolicy=Always");
                }
            }
        } else {
            ProbeRules.container(container);
        }
        if (init && container.at("restartPolicy").present() && !sidecar) {
            container.at("restartPolicy").notSupported(List.of("Always"));
        }
    }

    private static void image(Field image) {
        if (image.blank()) {
            image.required("");
        } else if (!image.text().strip().equals(image.text())) {
            image.invalid("must not have leading or trailing whitespace");
        }
    }

    private static void ports(Field ports) {
        Set<String> names = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.at("name");
            if (!name.blank()) {
                var problems = Names.portName(name.text());
                name.invalid(problems);
                if (problems.isEmpty() && !names.add(name.text())) {
                    name.duplicate();
                }
            }
            Field number = port.at("containerPort");
            if (number.number(0) == 0) {
                number.required("");
            } else {
                number.invalid(Names.portNumber(number.number(0)));
            }
            if (port.at("hostPort").number(0) != 0) {
                port.at("hostPort").invalid(Names.portNumber(port.at("hostPort").number(0)));
            }
            PodSpecRules.choice(port.at("protocol"), PROTOCOLS);
        }
    }

    private static void mounts(Field mounts, Map<String, Field> volumes) {
        Set<String> paths = new HashSet<>();
        for (Field mount : mounts.items()) {
            Field name = mount.at("name");
            if (name.blank()) {
                name.required("");
            } else if (!volumes.containsKey(name.text())) {
                name.notFound();
            }
            Field path = mount.at("mountPath");
            if (path.blank()) {
                path.required("");
            } else if (!paths.add(path.text())) {
                path.invalid("must be unique");
            }
            VolumeRules.relativePath(mount.at("subPath"));
            VolumeRules.relativePath(mount.at("subPathExpr"));
            if (!mount.at("subPath").blank() && !mount.at("subPathExpr").blank()) {
                mount.at("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive");
            }
        }
    }
}
