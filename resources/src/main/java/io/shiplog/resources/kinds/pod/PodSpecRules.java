package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.IpRules;
import io.shiplog.resources.validation.MetadataRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of a pod's specification, in a Pod or in a template. */
public final class PodSpecRules {
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

    private PodSpecRules() {}

    /** A template: labels and annotations, and the specification. */
    public static void template(Field template) {
        template(template, Map.of());
    }

    /** As {@link #template(Field)}, whose pods get {@code claimed} volumes, by name, beside their own. */
    public static void template(Field template, Map<String, Field> claimed) {
        MetadataRules.template(template.at("metadata"));
        check(template.at("spec"), claimed);
        EphemeralContainers.noneInTemplate(template.at("spec"));
        hostNetwork(template.at("spec"), false);
    }

    public static void pod(Field spec) {
        check(spec, Map.of());
        hostNetwork(spec, true);
    }

    private static void check(Field spec, Map<String, Field> claimed) {
        Map<String, Field> volumes = VolumeRules.check(spec.at("volumes"));
        volumes.putAll(claimed);
        containers(spec, volumes);
        PodResourceRules.check(spec);
        choice(spec.at("restartPolicy"), RESTART_POLICIES);
        choice(spec.at("dnsPolicy"), DNS_POLICIES);
        MetadataRules.labels(spec.at("nodeSelector"));
        if (spec.at("activeDeadlineSeconds").present()) {
            spec.at("activeDeadlineSeconds").between(1, Integer.MAX_VALUE);
        }
        names(spec);
        SchedulingRules.check(spec);
        dns(spec);
    }

    private static void containers(Field spec, Map<String, Field> volumes) {
        Field containers = spec.at("containers");
        if (containers.size() == 0) {
            containers.required("");
        }
        Set<String> names = new HashSet<>();
        for (Field container : containers.items()) {
            ContainerRules.check(container, volumes, false);
            uniqueName(container, names);
        }
        for (Field container : spec.at("initContainers").items()) {
            ContainerRules.check(container, volumes, true);
            uniqueName(container, names);
        }
        for (Field container : spec.at("ephemeralContainers").items()) {
            EphemeralContainers.check(container, spec, volumes, names);
        }
        hostPorts(spec);
    }

    static void uniqueName(Field container, Set<String> names) {
        Field name = container.at("name");
        if (!name.blank() && !names.add(name.text())) {
            name.duplicate();
        }
    }

    private static void hostPorts(Field spec) {
        Set<String> taken = new HashSet<>();
        for (Field container : spec.at("containers").items()) {
            for (Field port : container.at("ports").items()) {
                long number = port.at("hostPort").number(0);
                if (number != 0) {
                    String key =
                            port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + number;
                    if (!taken.add(key)) {
                        port.at("hostPort").duplicate(key);
                    }
                }
            }
        }
    }

    /** On the host's network a port is what it is there; a template may leave it open, its pods get it. */
    private static void hostNetwork(Field spec, boolean needsHostPorts) {
        if (!spec.at("hostNetwork").isTrue()) {
            return;
        }
        for (Field container : spec.at("containers").items()) {
            for (Field port : container.at("ports").items()) {
                long number = port.at("hostPort").number(0);
                if ((needsHostPorts || number != 0)
                        && number != port.at("containerPort").number(0)) {
                    port.at("hostPort").invalid(number, "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private static void names(Field spec) {
        subdomain(spec.at("serviceAccountName"));
        subdomain(spec.at("nodeName"));
        subdomain(spec.at("priorityClassName"));
        subdomain(spec.at("runtimeClassName"));
        label(spec.at("hostname"));
        label(spec.at("subdomain"));
        for (Field alias : spec.at("hostAliases").items()) {
            IpRules.address(alias.at("ip"));
            alias.at("hostnames").items().forEach(name -> name.invalid(Names.dns1123Subdomain(name.text())));
        }
    }

    private static void dns(Field spec) {
        Field servers = spec.at("dnsConfig", "nameservers");
        if (spec.at("dnsPolicy").text().equals("None") && servers.size() == 0) {
            spec.at("dnsConfig").required("must provide `dnsConfig` when `dnsPolicy` is None");
        }
        if (servers.size() > 3) {
            servers.invalid("must not have more than 3 nameservers");
        }
        servers.items().forEach(IpRules::address);
    }

    public static void choice(Field field, List<String> supported) {
        if (!field.blank() && !supported.contains(field.text())) {
            field.notSupported(supported);
        }
    }

    private static void subdomain(Field field) {
        if (!field.blank()) {
            field.invalid(Names.dns1123Subdomain(field.text()));
        }
    }

    private static void label(Field field) {
        if (!field.blank()) {
            field.invalid(Names.dns1123Label(field.text()));
        }
    }
}
