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
import { kubernetesAddressNotFree } from './model/kubernetes/address-not-free.js';
import { kubernetesGpuInServer } from './model/kubernetes/gpu-in-server.js';
import { kubernetesNoServer } from './model/kubernetes/no-server.js';
import { kubernetesNoSource } from './model/kubernetes/no-source.js';
import { kubernetesNoVirtualAddress } from './model/kubernetes/no-virtual-address.js';
import { kubernetesPrefixOverlap } from './model/kubernetes/prefix-overlap.js';
import { migDoesNotFit } from './model/mig/does-not-fit.js';
import { migInTraining } from './model/mig/in-training.js';
import { migLayoutUnused } from './model/mig/layout-unused.js';
import { migNoLayout } from './model/mig/no-layout.js';
import { migNoTable } from './model/mig/no-table.js';
import { migNotCapable } from './model/mig/not-capable.js';
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
import { workloadPoolOfTwo } from './model/workload/pool-of-two.js';
import { workloadQuotaOverSupply } from './model/workload/quota-over-supply.js';
import { workloadReservedNamespace } from './model/workload/reserved-namespace.js';
import { workloadUnknownPool } from './model/workload/unknown-pool.js';
import { workloadUnknownSlice } from './model/workload/unknown-slice.js';
import type { ModelRule } from './types.js';

/** Rules on the whole model of a site. */
export const modelRules: readonly ModelRule[] = [
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
  kubernetesAddressNotFree,
  kubernetesGpuInServer,
  kubernetesNoServer,
  kubernetesNoSource,
  kubernetesNoVirtualAddress,
  kubernetesPrefixOverlap,
  migDoesNotFit,
  migInTraining,
  migLayoutUnused,
  migNoLayout,
  migNoTable,
  migNotCapable,
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
  workloadPoolOfTwo,
  workloadQuotaOverSupply,
  workloadReservedNamespace,
  workloadUnknownPool,
  workloadUnknownSlice,
];
