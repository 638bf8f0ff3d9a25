import { modelRules } from './all-model.js';
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
  ...modelRules,
  sitesDuplicateAsset,
  sitesDuplicateBmc,
  sitesDuplicateHostName,
  sitesDuplicateMac,
  sitesDuplicateSerial,
  sitesOverlappingPrefix,
];
