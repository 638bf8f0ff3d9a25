/** One configuration for each page; together they are one that applies, which a test does. */
export const ironicExamples = {
  provider: `terraform {
  required_providers {
    ironic = { source = "rackform/ironic" }
  }
}

# All from OS_CLOUD or other OS_* variables; without Keystone OS_ENDPOINT alone will do.
provider "ironic" {}
`,
  ironic_node: `variable "bmc_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "ironic_node" "gpu_001" {
  name           = "gpu-001"
  driver         = "redfish"
  resource_class = "h100"
  traits         = ["CUSTOM_NVLINK"]

  driver_info = {
    redfish_address  = "https://192.0.2.11"
    redfish_username = "terraform"
  }
  # In no plan and no state; sent again when the version changes.
  driver_info_wo         = { redfish_password = var.bmc_password }
  driver_info_wo_version = "1"

  properties   = { cpu_arch = "x86_64" }
  capabilities = { boot_mode = "uefi" }
  root_device  = { rotational = false, size = ">= 400" }
  extra        = { rack = "a01", unit = 12 }
}
`,
  ironic_portgroup: `resource "ironic_portgroup" "gpu_001" {
  node       = ironic_node.gpu_001.id
  name       = "gpu-001-bond0"
  mode       = "802.3ad"
  properties = { miimon = "100" }
}
`,
  ironic_port: `resource "ironic_port" "gpu_001" {
  node             = ironic_node.gpu_001.id
  address          = "00:00:5e:00:53:01"
  portgroup        = ironic_portgroup.gpu_001.id
  physical_network = "provisioning"

  local_link_connection = {
    switch_id = "00:00:5e:00:53:f0"
    port_id   = "Ethernet1"
  }
}
`,
  ironic_deployment: `resource "ironic_deployment" "gpu_001" {
  node = ironic_node.gpu_001.id
  # The server is released before its NICs are deleted.
  depends_on = [ironic_port.gpu_001]

  image = {
    source   = "https://images.example.net/ubuntu-24.04.img"
    checksum = "https://images.example.net/SHA256SUMS"
  }
  user_data = "#cloud-config\\nhostname: gpu-001\\n"

  # Reimaged when this changes, and by nothing else.
  generation = 1
  timeouts   = { delete = "6h" }
}
`,
  ironic_deploy_template: `resource "ironic_deploy_template" "quiet" {
  name = "CUSTOM_QUIET"
  steps = [
    {
      interface = "bios"
      step      = "apply_configuration"
      args      = { settings = [{ name = "FanProfile", value = "Quiet" }] }
      priority  = 150
    },
  ]
}
`,
  ironic_runbook: `resource "ironic_runbook" "burn_in" {
  name = "CUSTOM_BURN_IN"
  steps = [
    { interface = "deploy", step = "burnin_memory", order = 1 },
    { interface = "deploy", step = "burnin_disk", order = 2 },
  ]
}
`,
  ironic_node_inspection: `resource "ironic_node_inspection" "spare" {
  node = ironic_node.spare.id
}

resource "ironic_node" "spare" {
  name     = "gpu-002"
  driver   = "redfish"
  driver_info = { redfish_address = "https://192.0.2.12" }
  # Not deployed here: what is done to a node below is done while it is free.
  provision = "manageable"
}
`,
  ironic_bios_settings: `resource "ironic_bios_settings" "spare" {
  node       = ironic_node.spare.id
  settings   = { ProcVirtualization = "Enabled" }
  depends_on = [ironic_node_inspection.spare]
}
`,
  ironic_raid: `resource "ironic_raid" "spare" {
  node          = ironic_node.spare.id
  logical_disks = [{ size_gb = "MAX", raid_level = "1", is_root_volume = true }]
  depends_on    = [ironic_bios_settings.spare]
}
`,
  data: `data "ironic_nodes" "free" {
  resource_class  = "h100"
  provision_state = "available"
}

output "free" {
  value = data.ironic_nodes.free.nodes[*].name
}
`,
} as const;
