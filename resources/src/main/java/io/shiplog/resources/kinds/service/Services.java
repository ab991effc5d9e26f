package io.shiplog.resources.kinds.service;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.selector.SelectableField;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services. */
public final class Services {
    private static final Quantity ONE = Quantity.of(1);

    private static final Rules RULES = Rules.validatedBy(ServiceRules::check)
            .changes(Services::changes)
            .names(Names::dns1035Label)
            .defaults(ServiceDefaults::service)
            .creating(ServiceAdmission::create)
            .updating(ServiceAdmission::update)
            .initialStatus((status, service) -> status.putObject("loadBalancer"))
            .table(ServiceTables::services)
            .selectable(SelectableField.text("spec.clusterIP"), SelectableField.text("spec.type"))
            .quota(new QuotaRules(
                    name -> name.equals("services") || name.startsWith("services."), Services::usage, true, true))
            .deletion(DeletionRules.PLAIN.returningDeleted())
            .companions(new ServiceCompanions())
            .createsOnUpdate()
            .build();

    public static final Kind KIND = Kind.namespaced("v1", "Service", "services")
            .shortNames("svc")
            .categories("all")
            .status()
            .connects("proxy", "ServiceProxyOptions", "create", "delete", "get", "patch", "update")
            .rules(RULES);

    public static final GroupResource RESOURCE = KIND.resource();

    private Services() {}

    private static void changes(Field root, ObjectNode oldService) {
        Field spec = root.at("spec");
        JsonNode old = oldService.path("spec");
        String type = spec.at("type").text();
        String oldType = old.path("type").asString("");
        if (type.equals("ExternalName") || oldType.equals("ExternalName")) {
            return;
        }
        String before = old.path("clusterIP").asString("");
        if (!before.isEmpty() && !before.equals(spec.at("clusterIP").text())) {
            Field first = spec.at("clusterIPs").items().stream().findFirst().orElse(spec.at("clusterIP"));
            first.report(FieldError.invalid(
                    first.path().startsWith("spec.clusterIPs") ? first.path() : "spec.clusterIPs[0]",
                    spec.at("clusterIPs").present()
                            ? spec.at("clusterIPs").value()
                            : spec.at("clusterIP").value(),
                    "may not change once set"));
        }
    }

    private static void usage(JsonNode service, BiConsumer<String, Quantity> used) {
        used.accept("services", ONE);
        JsonNode spec = service.path("spec");
        String type = spec.path("type").asString("");
        if (type.equals("LoadBalancer")) {
            used.accept("services.loadbalancers", ONE);
        }
        if (type.equals("LoadBalancer") || type.equals("NodePort")) {
            used.accept("services.nodeports", Quantity.of(spec.path("ports").size()));
        }
    }
}
