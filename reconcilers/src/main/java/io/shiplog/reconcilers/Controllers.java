package io.shiplog.reconcilers;

import io.shiplog.reconcilers.aggregation.RoleAggregationReconciler;
import io.shiplog.reconcilers.certificates.SigningRequestReconciler;
import io.shiplog.reconcilers.cronjob.CronJobReconciler;
import io.shiplog.reconcilers.daemonset.DaemonSetReconciler;
import io.shiplog.reconcilers.definition.DefinitionReconciler;
import io.shiplog.reconcilers.deployment.DeploymentReconciler;
import io.shiplog.reconcilers.disruption.DisruptionReconciler;
import io.shiplog.reconcilers.disruption.StaleDisruptionReconciler;
import io.shiplog.reconcilers.endpoints.EndpointSliceMirroringReconciler;
import io.shiplog.reconcilers.endpoints.EndpointSliceReconciler;
import io.shiplog.reconcilers.endpoints.EndpointsReconciler;
import io.shiplog.reconcilers.events.EventExpiryReconciler;
import io.shiplog.reconcilers.garbagecollector.GarbageCollectorReconciler;
import io.shiplog.reconcilers.job.JobOrphanReconciler;
import io.shiplog.reconcilers.job.JobReconciler;
import io.shiplog.reconcilers.namespace.NamespaceReconciler;
import io.shiplog.reconcilers.nodelifecycle.NodeLifecycleReconciler;
import io.shiplog.reconcilers.podgc.PodGarbageReconciler;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.resourcequota.ResourceQuotaReconciler;
import io.shiplog.reconcilers.statefulset.StatefulSetReconciler;
import io.shiplog.reconcilers.ttl.TtlAfterFinishedReconciler;
import io.shiplog.reconcilers.volumes.ClaimReconciler;
import io.shiplog.reconcilers.volumes.VolumeReconciler;
import java.util.List;

/** Every controller, one line each. */
public final class Controllers {
    private Controllers() {}

    public static List<Reconciler> all(ControllerSettings settings) {
        return List.of(
                new DeploymentReconciler(),
                ReplicaReconciler.ofReplicaSets(),
                ReplicaReconciler.ofReplicationControllers(),
                new JobReconciler(),
                new JobOrphanReconciler(),
                new DaemonSetReconciler(),
                new StatefulSetReconciler(),
                new ClaimReconciler(),
                new VolumeReconciler(),
                new CronJobReconciler(),
                new TtlAfterFinishedReconciler(),
                new EndpointsReconciler(),
                new EndpointSliceReconciler(),
                new EndpointSliceMirroringReconciler(),
                new DefinitionReconciler(),
                new NamespaceReconciler(settings.rootCaPem()),
                new GarbageCollectorReconciler(),
                new NodeLifecycleReconciler(),
                new PodGarbageReconciler(PodGarbageReconciler.LIMIT),
                new ResourceQuotaReconciler(),
                new DisruptionReconciler(),
                new RoleAggregationReconciler(),
                new SigningRequestReconciler(settings.signer()),
                new StaleDisruptionReconciler(),
                new EventExpiryReconciler(settings.eventTtl()));
    }
}
