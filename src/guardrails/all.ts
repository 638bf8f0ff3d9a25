import { allocationRules } from './allocation/allocation.js';
import { lockRules } from './allocation/lock.js';
import { bmcCredentialsByHand } from './inventory/bmc/credentials-by-hand.js';
import { bmcIpmi } from './inventory/bmc/ipmi.js';
import { bmcManual } from './inventory/bmc/manual.js';
import { bmcNoAddress } from './inventory/bmc/no-address.js';
import { bmcNoCredentials } from './inventory/bmc/no-credentials.js';
import { bmcOnTenantNetwork } from './inventory/bmc/on-tenant-network.js';
import { bmcOutsideNetwork } from './inventory/bmc/outside-network.js';
import { bmcSharedCredentials } from './inventory/bmc/shared-credentials.js';
import { bmcUnverifiedCa } from './inventory/bmc/unverified-ca.js';
import { bootNoMac } from './inventory/boot/no-mac.js';
import { bootNoNic } from './inventory/boot/no-nic.js';
import { bootNotEthernet } from './inventory/boot/not-ethernet.js';
import { bootSecureBootBios } from './inventory/boot/secure-boot-bios.js';
import { bootSecureBootDrivers } from './inventory/boot/secure-boot-drivers.js';
import { bootSecureBootIpxe } from './inventory/boot/secure-boot-ipxe.js';
import { dhcpManagedFabric } from './inventory/dhcp/managed-fabric.js';
import { dhcpNoRange } from './inventory/dhcp/no-range.js';
import { dhcpOnExternalNetwork } from './inventory/dhcp/on-external-network.js';
import { dhcpRangeWithoutServer } from './inventory/dhcp/range-without-server.js';
import { dhcpRelayTarget } from './inventory/dhcp/relay-target.js';
import { dhcpTwoServers } from './inventory/dhcp/two-servers.js';
import { diskCannotBeToldApart } from './inventory/disk/cannot-be-told-apart.js';
import { diskNoRootHint } from './inventory/disk/no-root-hint.js';
import { imageNoChecksum } from './inventory/image/no-checksum.js';
import { imageWeakChecksum } from './inventory/image/weak-checksum.js';
import { machineDuplicateBmc } from './inventory/machine/duplicate-bmc.js';
import { machineDuplicateDisk } from './inventory/machine/duplicate-disk.js';
import { machineDuplicateMac } from './inventory/machine/duplicate-mac.js';
import { machineDuplicateSerial } from './inventory/machine/duplicate-serial.js';
import { machineDuplicateSwitchPort } from './inventory/machine/duplicate-switch-port.js';
import { machineImpossibleMac } from './inventory/machine/impossible-mac.js';
import { machineNicWithoutMac } from './inventory/machine/nic-without-mac.js';
import { mtuAboveSwitch } from './inventory/mtu/above-switch.js';
import { mtuBelowIpv6 } from './inventory/mtu/below-ipv6.js';
import { mtuRail } from './inventory/mtu/rail.js';
import { networkBmcOnTenantVlan } from './inventory/network/bmc-on-tenant-vlan.js';
import { networkDuplicateVlan } from './inventory/network/duplicate-vlan.js';
import { networkExistingInManagedFabric } from './inventory/network/existing-in-managed-fabric.js';
import { networkNowhereToBoot } from './inventory/network/nowhere-to-boot.js';
import { networkPxeTagged } from './inventory/network/pxe-tagged.js';
import { networkTaggedWithoutNumber } from './inventory/network/tagged-without-number.js';
import { networkTenantOnOperatorNetwork } from './inventory/network/tenant-on-operator-network.js';
import { networkUntaggedSettings } from './inventory/network/untagged-settings.js';
import { nodeHardwareType } from './inventory/node/hardware-type.js';
import { nodeInterface } from './inventory/node/interface.js';
import { nodePortWithoutSwitch } from './inventory/node/port-without-switch.js';
import { nodeResourceClass } from './inventory/node/resource-class.js';
import { powerAirCooling } from './inventory/power/air-cooling.js';
import { powerBelowGpus } from './inventory/power/below-gpus.js';
import { powerFeedLoss } from './inventory/power/feed-loss.js';
import { powerModuleBudget } from './inventory/power/module-budget.js';
import { powerOverFeeds } from './inventory/power/over-feeds.js';
import { powerPsuSpread } from './inventory/power/psu-spread.js';
import { powerUnknownDraw } from './inventory/power/unknown-draw.js';
import { provisionerRules } from './inventory/provisioner/all.js';
import { rackFull } from './inventory/rack/full.js';
import { rackOverweight } from './inventory/rack/overweight.js';
import { rackUnitOutside } from './inventory/rack/unit-outside.js';
import { rackUnitOverlap } from './inventory/rack/unit-overlap.js';
import { railsCount } from './inventory/rails/count.js';
import { railsCrossed } from './inventory/rails/crossed.js';
import { railsNoNumber } from './inventory/rails/no-number.js';
import { railsNumberTwice } from './inventory/rails/number-twice.js';
import { siteDefaultZoneManaged } from './inventory/site/default-zone-managed.js';
import { siteKernelSeries } from './inventory/site/kernel-series.js';
import { siteReservedName } from './inventory/site/reserved-name.js';
import { siteStateUnprotected } from './inventory/site/state-unprotected.js';
import { siteWeakHandOver } from './inventory/site/weak-hand-over.js';
import { subnetFamilyMismatch } from './inventory/subnet/family-mismatch.js';
import { subnetGatewayInRange } from './inventory/subnet/gateway-in-range.js';
import { subnetGatewayOutside } from './inventory/subnet/gateway-outside.js';
import { subnetGatewayUnusable } from './inventory/subnet/gateway-unusable.js';
import { subnetHostBits } from './inventory/subnet/host-bits.js';
import { subnetInvalidAddress } from './inventory/subnet/invalid-address.js';
import { subnetOverlap } from './inventory/subnet/overlap.js';
import { subnetPrefixMismatch } from './inventory/subnet/prefix-mismatch.js';
import { subnetRangeEdge } from './inventory/subnet/range-edge.js';
import { subnetRangeInverted } from './inventory/subnet/range-inverted.js';
import { subnetRangeOutside } from './inventory/subnet/range-outside.js';
import { subnetRangeOverlap } from './inventory/subnet/range-overlap.js';
import { subnetSmallIpv6Range } from './inventory/subnet/small-ipv6-range.js';
import { subnetTooSmallForRail } from './inventory/subnet/too-small-for-rail.js';
import { tenancyDuplicateId } from './inventory/tenancy/duplicate-id.js';
import { tenancyNoId } from './inventory/tenancy/no-id.js';
import { tenancyNumberDisagrees } from './inventory/tenancy/number-disagrees.js';
import { tenancyNumberOutside } from './inventory/tenancy/number-outside.js';
import { tenancySharedServiceOwned } from './inventory/tenancy/shared-service-owned.js';
import { vlanPoolInverted } from './inventory/vlan-pool/inverted.js';
import { vlanPoolOverlap } from './inventory/vlan-pool/overlap.js';
import { addressDuplicate } from './model/address/duplicate.js';
import { addressInDynamicRange } from './model/address/in-dynamic-range.js';
import { bondLacpOnBootNic } from './model/bond/lacp-on-boot-nic.js';
import { bondOneNic } from './model/bond/one-nic.js';
import { bondUnevenSpeed } from './model/bond/uneven-speed.js';
import { enrolmentAbandonedWithoutMac } from './model/enrolment/abandoned-without-mac.js';
import { eraseThirtyMinutes } from './model/erase/thirty-minutes.js';
import { eraseTimeout } from './model/erase/timeout.js';
import { eraseWeak } from './model/erase/weak.js';
import { gatewayNone } from './model/gateway/none.js';
import { gatewayTwo } from './model/gateway/two.js';
import { gatewayUnknown } from './model/gateway/unknown.js';
import { imageForAnotherProvisioner } from './model/image/for-another-provisioner.js';
import { kernelAcsOffWithVms } from './model/kernel/acs-off-with-vms.js';
import { kernelGlobalConflict } from './model/kernel/global-conflict.js';
import { kernelHugePages } from './model/kernel/huge-pages.js';
import { kernelIommuMissing } from './model/kernel/iommu-missing.js';
import { kernelKeyTwice } from './model/kernel/key-twice.js';
import { kernelPciRealloc } from './model/kernel/pci-realloc.js';
import { migDoesNotFit } from './model/mig/does-not-fit.js';
import { migInTraining } from './model/mig/in-training.js';
import { migLayoutUnused } from './model/mig/layout-unused.js';
import { migNoLayout } from './model/mig/no-layout.js';
import { migNoTable } from './model/mig/no-table.js';
import { migNotCapable } from './model/mig/not-capable.js';
import { migNotReapplied } from './model/mig/not-reapplied.js';
import { migProfileMaximum } from './model/mig/profile-maximum.js';
import { migSingleStrategy } from './model/mig/single-strategy.js';
import { migUnknownProfile } from './model/mig/unknown-profile.js';
import { migWithRails } from './model/mig/with-rails.js';
import { migWrongDevice } from './model/mig/wrong-device.js';
import { mtuAboveNetwork } from './model/mtu/above-network.js';
import { mtuUneven } from './model/mtu/uneven.js';
import { poolMixedHardware } from './model/pool/mixed-hardware.js';
import { poolOverScalableUnit } from './model/pool/over-scalable-unit.js';
import { poolSparesMissing } from './model/pool/spares-missing.js';
import { portInfiniband } from './model/port/infiniband.js';
import { portTaggedOnly } from './model/port/tagged-only.js';
import { portTwoLinks } from './model/port/two-links.js';
import { railsNoAddress } from './model/rails/no-address.js';
import { railsUneven } from './model/rails/uneven.js';
import { releaseScriptsUnsupported } from './model/release/scripts-unsupported.js';
import { slotDuplicateName } from './model/slot/duplicate-name.js';
import { slotNameTooLong } from './model/slot/name-too-long.js';
import { slotNewerProvider } from './model/slot/newer-provider.js';
import { slotNoFixedAddress } from './model/slot/no-fixed-address.js';
import { slotNoSubnet } from './model/slot/no-subnet.js';
import { slotUnfitMachine } from './model/slot/unfit-machine.js';
import { softwareCudaForDriver } from './model/software/cuda-for-driver.js';
import { softwareDriverForGpu } from './model/software/driver-for-gpu.js';
import { softwareNoRepository } from './model/software/no-repository.js';
import { softwareRocmForGpu } from './model/software/rocm-for-gpu.js';
import { spreadControlInOneRack } from './model/spread/control-in-one-rack.js';
import { spreadControlOnOneFeed } from './model/spread/control-on-one-feed.js';
import { spreadControlQuorum } from './model/spread/control-quorum.js';
import { spreadOneRackSite } from './model/spread/one-rack-site.js';
import { storageNoScratchDisk } from './model/storage/no-scratch-disk.js';
import { tenancyBmcNetwork } from './model/tenancy/bmc-network.js';
import { tenancyFlatNetwork } from './model/tenancy/flat-network.js';
import { tenancyForeignNetwork } from './model/tenancy/foreign-network.js';
import { tenancyMachineInTwoClusters } from './model/tenancy/machine-in-two-clusters.js';
import { tenancyNvlinkDomain } from './model/tenancy/nvlink-domain.js';
import { tenancyOnProvisioningNetwork } from './model/tenancy/on-provisioning-network.js';
import { tenancySharedPkey } from './model/tenancy/shared-pkey.js';
import { tenancySharedVlan } from './model/tenancy/shared-vlan.js';
import { testsNoGpuTest } from './model/tests/no-gpu-test.js';
import { userDataLarge } from './model/user-data/large.js';
import { workloadDuplicateNamespace } from './model/workload/duplicate-namespace.js';
import { workloadInDedicated } from './model/workload/in-dedicated.js';
import { workloadOvercommitted } from './model/workload/overcommitted.js';
import { workloadQuotaOverSupply } from './model/workload/quota-over-supply.js';
import { workloadReservedNamespace } from './model/workload/reserved-namespace.js';
import { workloadUnknownSlice } from './model/workload/unknown-slice.js';
import { sitesDuplicateAsset } from './project/sites/duplicate-asset.js';
import { sitesDuplicateBmc } from './project/sites/duplicate-bmc.js';
import { sitesDuplicateHostName } from './project/sites/duplicate-host-name.js';
import { sitesDuplicateMac } from './project/sites/duplicate-mac.js';
import { sitesDuplicateSerial } from './project/sites/duplicate-serial.js';
import { sitesOverlappingPrefix } from './project/sites/overlapping-prefix.js';
import type { Guardrail } from './types.js';

/** Every rule: those on the site, those of the allocation, those on the model, those on all sites, each tier by id. */
export const guardrails: readonly Guardrail[] = [
  bmcCredentialsByHand,
  bmcIpmi,
  bmcManual,
  bmcNoAddress,
  bmcNoCredentials,
  bmcOnTenantNetwork,
  bmcOutsideNetwork,
  bmcSharedCredentials,
  bmcUnverifiedCa,
  bootNoMac,
  bootNoNic,
  bootNotEthernet,
  bootSecureBootBios,
  bootSecureBootDrivers,
  bootSecureBootIpxe,
  dhcpManagedFabric,
  dhcpNoRange,
  dhcpOnExternalNetwork,
  dhcpRangeWithoutServer,
  dhcpRelayTarget,
  dhcpTwoServers,
  diskCannotBeToldApart,
  diskNoRootHint,
  imageNoChecksum,
  imageWeakChecksum,
  machineDuplicateBmc,
  machineDuplicateDisk,
  machineDuplicateMac,
  machineDuplicateSerial,
  machineDuplicateSwitchPort,
  machineImpossibleMac,
  machineNicWithoutMac,
  mtuAboveSwitch,
  mtuBelowIpv6,
  mtuRail,
  networkBmcOnTenantVlan,
  networkDuplicateVlan,
  networkExistingInManagedFabric,
  networkNowhereToBoot,
  networkPxeTagged,
  networkTaggedWithoutNumber,
  networkTenantOnOperatorNetwork,
  networkUntaggedSettings,
  nodeHardwareType,
  nodeInterface,
  nodePortWithoutSwitch,
  nodeResourceClass,
  powerAirCooling,
  powerBelowGpus,
  powerFeedLoss,
  powerModuleBudget,
  powerOverFeeds,
  powerPsuSpread,
  powerUnknownDraw,
  ...provisionerRules,
  rackFull,
  rackOverweight,
  rackUnitOutside,
  rackUnitOverlap,
  railsCount,
  railsCrossed,
  railsNoNumber,
  railsNumberTwice,
  siteDefaultZoneManaged,
  siteKernelSeries,
  siteReservedName,
  siteStateUnprotected,
  siteWeakHandOver,
  subnetFamilyMismatch,
  subnetGatewayInRange,
  subnetGatewayOutside,
  subnetGatewayUnusable,
  subnetHostBits,
  subnetInvalidAddress,
  subnetOverlap,
  subnetPrefixMismatch,
  subnetRangeEdge,
  subnetRangeInverted,
  subnetRangeOutside,
  subnetRangeOverlap,
  subnetSmallIpv6Range,
  subnetTooSmallForRail,
  tenancyDuplicateId,
  tenancyNoId,
  tenancyNumberDisagrees,
  tenancyNumberOutside,
  tenancySharedServiceOwned,
  vlanPoolInverted,
  vlanPoolOverlap,
  ...allocationRules,
  ...lockRules,
  addressDuplicate,
  addressInDynamicRange,
  bondLacpOnBootNic,
  bondOneNic,
  bondUnevenSpeed,
  enrolmentAbandonedWithoutMac,
  eraseThirtyMinutes,
  eraseTimeout,
  eraseWeak,
  gatewayNone,
  gatewayTwo,
  gatewayUnknown,
  imageForAnotherProvisioner,
  kernelAcsOffWithVms,
  kernelGlobalConflict,
  kernelHugePages,
  kernelIommuMissing,
  kernelKeyTwice,
  kernelPciRealloc,
  migDoesNotFit,
  migInTraining,
  migLayoutUnused,
  migNoLayout,
  migNoTable,
  migNotCapable,
  migNotReapplied,
  migProfileMaximum,
  migSingleStrategy,
  migUnknownProfile,
  migWithRails,
  migWrongDevice,
  mtuAboveNetwork,
  mtuUneven,
  poolMixedHardware,
  poolOverScalableUnit,
  poolSparesMissing,
  portInfiniband,
  portTaggedOnly,
  portTwoLinks,
  railsNoAddress,
  railsUneven,
  releaseScriptsUnsupported,
  slotDuplicateName,
  slotNameTooLong,
  slotNewerProvider,
  slotNoFixedAddress,
  slotNoSubnet,
  slotUnfitMachine,
  softwareCudaForDriver,
  softwareDriverForGpu,
  softwareNoRepository,
  softwareRocmForGpu,
  spreadControlInOneRack,
  spreadControlOnOneFeed,
  spreadControlQuorum,
  spreadOneRackSite,
  storageNoScratchDisk,
  tenancyBmcNetwork,
  tenancyFlatNetwork,
  tenancyForeignNetwork,
  tenancyMachineInTwoClusters,
  tenancyNvlinkDomain,
  tenancyOnProvisioningNetwork,
  tenancySharedPkey,
  tenancySharedVlan,
  testsNoGpuTest,
  userDataLarge,
  workloadDuplicateNamespace,
  workloadInDedicated,
  workloadOvercommitted,
  workloadQuotaOverSupply,
  workloadReservedNamespace,
  workloadUnknownSlice,
  sitesDuplicateAsset,
  sitesDuplicateBmc,
  sitesDuplicateHostName,
  sitesDuplicateMac,
  sitesDuplicateSerial,
  sitesOverlappingPrefix,
];
