"""Maintenance logs without a fault case: inspections, services, tests, start-ups and words shared.

Read by `rule_text.rules_from_text`; the fault cases are in the other maintenance_logs_ modules.
"""

ROUNDS = """
document {pump_round}
document {comp_round}
document {conv_round}
document {boiler_round}
document {press_round}
document {cnc_round}
document {lube_round}
document {thermal_round}
document {vib_round}
document {calibration}
document {startup}
document {stores}
pump_round Inspection, pump {pump_tag=tag}, {pump_area}. {pr_a} {pr_b} {pr_c} {pr_d} {pr_end}
pump_round {tech}, pump round {pump_area}. {pump_tag=tag}: {pr_b} {pr_a} {pr_c} {pr_end}
pump_round PM {wo}, six-month service of {pump_tag=tag}. / Done: {pr_s} {pr_s} {pr_c} / Readings: \
{pr_a} {pr_b} / {pr_end}
pr_a Suction {0.2-0.9} bar, discharge {3.4-6.2} bar, motor {14-38} A.
pr_a Runs at {78-97} % of rated flow, discharge {4.1-6.8} bar.
pr_a Current {19-33} A on all three phases, within 2 % of each other.
pr_b Bearings {44-61} °C, vibration {1.2-2.7} mm/s at the worst point.
pr_b No noise on the listening rod; vibration {0.9-2.4} mm/s, trend flat.
pr_b Drive end {48-63} °C, non-drive end {41-52} °C.
pr_c Seal dry, flush line warm and flowing.
pr_c Gland drips evenly, about {35-60} drops per minute.
pr_c Oil clear and at mid glass; no water at the drain.
pr_c Coupling guard tight, foundation bolts tapped and sound.
pr_d Suction strainer differential {4-11} kPa, no cleaning needed.
pr_d Standby unit rolled by hand and changed over for the month.
pr_d Cleaned the motor fan cover and wiped the name plate.
pr_s Oil changed, {0.8-1.6} L ISO VG 68.
pr_s Coupling spider inspected, {4-9} % wear, left in place.
pr_s Alignment checked by laser, {0.02-0.06} mm offset, no change made.
pr_s Motor greased with {12-26} g per side while running.
pr_end No further action.
pr_end Next inspection in {month}.
pr_end Small paint damage at the base, added to the painting list.
pr_end Pressure gauge reads {0.2-0.4} bar high, new gauge ordered.
pr_end Isolating valve stiff; work request raised.
comp_round {service_h} h service on compressor {comp_tag=tag}. {cr_a} {cr_b} {cr_c} {cr_end}
comp_round Compressor room round, {shift}. {comp_tag=tag} {cr_state}. {cr_c} {cr_d} {cr_end}
comp_round {comp_tag=tag}, weekly check by {tech}. {cr_d} {cr_c} {cr_end}
service_h 2000
service_h 4000
service_h 8000
cr_state on load {62-91} % of the time
cr_state running as base machine
cr_state on standby, started for {15-30} min
cr_a Changed air filter, oil filter and {11-24} L oil.
cr_a New separator, oil and both filters fitted; old oil amber and without smell.
cr_a Filters changed and belts tensioned, drain tested by button.
cr_b Safety valve lifted by hand and reseated.
cr_b Cooler blown out, fan motor greased.
cr_b Electrical terminals retightened, contactor tips still good.
cr_c Discharge {78-89} °C at {7.0-7.5} bar, separator differential {0.18-0.40} bar.
cr_c Dew point {2-5} °C, receiver drain discharged {0.2-0.9} L of condensate.
cr_c Oil level at mid glass, {12-30} °C temperature rise over ambient at the outlet.
cr_d Hour counter {12000-48600} h.
cr_d Load {58-93} %, {9-26} starts in the last 24 h.
cr_d Room at {22-33} °C, intake filter clean.
cr_end Pressure band left at {6.4-6.6} to {7.2-7.4} bar.
cr_end One leaking hose joint tightened.
cr_end Next service due in about {9-18} weeks.
cr_end Sound insulation panel missing two quarter-turn locks, ordered.
conv_round Conveyor inspection, {conv_area}. {conv_tag=tag}: {vr_a} {vr_b} {vr_c} {vr_end}
conv_round Weekly belt walk with {tech}. {conv_tag=tag} {vr_state}. {vr_a} {vr_c} / Next on the \
walk was {conv_tag=tag}. {vr_b} {vr_end}
conv_round PM {wo}. Conveyor {conv_tag=tag} stopped and locked out for {30-60} min. {vr_b} {vr_a} \
{vr_c} {vr_end}
vr_state loaded and running at {0.8-1.6} m/s
vr_state empty
vr_a Belt tracks within {5-18} mm, splice flat.
vr_a Two rollers noisy at frame {4-48}, marked with tape.
vr_a Scraper has {12-28} mm of blade left.
vr_a Head drum lagging worn to {4-7} mm, limit 3 mm.
vr_b Pull cord tested at {4-9} points, every one stops the drive.
vr_b Drift switches and speed monitor tested, all good.
vr_b Gearbox {46-61} °C, oil at the mark, no leak.
vr_b Chain greased and sag set to {10-18} mm.
vr_c Skirt rubber cut at the loading point, about {15-40} cm to be renewed.
vr_c Spillage under the tail removed.
vr_c Guards complete, one hinge bolt replaced.
vr_c Take-up has {70-180} mm of travel left.
vr_end Nothing that cannot wait for the planned stop.
vr_end Roller change planned for week {3-50}.
vr_end Work request {wo} raised for the rubber.
boiler_round Boiler house, {shift}. {boil_tag=tag} {br_state}. {br_a} {br_b} {br_c} {br_end}
boiler_round Weekly tests on boiler {boil_tag=tag}: {br_b} {br_b} {br_a} {br_end}
boiler_round Burner service, {boil_tag=tag}. {br_s} {br_s} {br_g} {br_end}
br_state at {45-88} % load, {7.2-9.4} bar
br_state on low fire, {6.8-8.1} bar
br_state as lead boiler
br_a Feedwater {102-106} °C, flue gas {168-204} °C.
br_a Conductivity {2.6-3.8} mS/cm, pH {10.6-11.6}, hardness below {0.05-0.10} dH.
br_a Make-up {1.2-4.6} m3 since yesterday, condensate return {71-88} %.
br_b Gauge glasses blown down, both return promptly.
br_b First low water cut-off proved, burner stopped.
br_b Second low water cut-off proved, lockout and manual reset.
br_b Safety valve eased by lever at {6.5-8.5} bar, closed tight.
br_b High pressure limiter trips at {9.4-9.8} bar as set.
br_c Bottom blowdown {4-8} s, surface blowdown at {4-8} %.
br_c Manhole joint and handholes dry.
br_c Feed pump changed over, check valve quiet.
br_s Cleaned diffuser, electrode and scanner.
br_s Gas tightness of the train tested at {80-110} mbar, no drop in {5-10} min.
br_s Air damper linkage had {2-4} mm of play, new ball joints fitted.
br_s Fan wheel brushed, motor {6-14} A.
br_g High fire O2 {2.8-3.6} %, CO {5-30} ppm; low fire O2 {4.4-6.0} %, CO {8-45} ppm.
br_g Combustion efficiency {91.5-94.2} %, flue gas {171-193} °C.
br_end Boiler book signed.
br_end Softener regenerated at {20-23}:{10-55}.
br_end Salt store low, order {600-1000} kg.
br_end Small steam leak at the stem of the main valve, nipped up a quarter turn.
press_round Quarterly service of press {press_tag=tag}. {sr_a} {sr_a} {sr_b} {sr_end}
press_round Press shop, safety test day. {press_tag=tag}: {sr_b} {sr_b} {sr_end}
press_round {press_tag=tag}, oil service on PM {wo}. {sr_o} {sr_o} {sr_a} {sr_end}
sr_a Gibs adjusted to {0.06-0.12} mm, slide parallel within {0.02-0.05} mm.
sr_a Accumulator precharge {88-104} bar, nitrogen topped up by {3-9} bar.
sr_a Hose near the moving plate shows rubbing, sleeve fitted.
sr_a Tie rod nuts checked, no movement at the paint marks.
sr_b Two-hand control: time offset {0.3-0.5} s, stops on release.
sr_b Light curtain passed with the test rod over the whole height.
sr_b Stop time {138-176} ms, limit 200 ms.
sr_b Guard door switches stop the press and prevent start.
sr_b Emergency stops, {4-6} of them, tested one by one.
sr_o Oil sampled: class {16-17}/14/11, water {70-190} ppm.
sr_o Filled {20-60} L through the filter cart.
sr_o Return filter changed, little metal in the pleats.
sr_o Tank breather renewed, silica gel pink.
sr_end Released to production at {5-9} am.
sr_end Test sheet in the machine folder.
sr_end Die clamp {2-4} to be resealed at the next die change.
cnc_round Weekly checks on {cnc_tag=tag}. {nr_a} {nr_b} {nr_c}
cnc_round Geometry check, {mill_tag=tag}. {nr_g} {nr_g} {nr_g} {nr_end}
cnc_round Yearly service, {mill_tag=tag}, day {1-2}. {nr_s} {nr_s} {nr_a} {nr_end}
nr_a Way oil filled with {0.8-2.2} L, consumption normal.
nr_a Coolant {6.0-7.4} %, pH {8.9-9.3}, topped up {40-120} L.
nr_a Hydraulic pressure {48-52} bar, clamping {16-22} bar.
nr_b Chip conveyor ran free, one bent slat straightened.
nr_b Door window clear, wiper renewed.
nr_b Cabinet at {29-36} °C, filter mat changed.
nr_c Warm-up programme run, spindle {34-41} °C.
nr_c Tool setter calibrated, correction {0.002-0.008} mm.
nr_c Operator reports nothing.
nr_g Squareness X to Y {0.006-0.012} mm over 300 mm.
nr_g Spindle run-out {0.003-0.007} mm at the nose.
nr_g Level {0.02-0.04} mm/m, one foot adjusted.
nr_g Positioning X within {4-8} µm, Z within {5-9} µm.
nr_s Wipers on both axes changed, chips behind the Z wiper removed.
nr_s Drawbar force {10.8-12.1} kN.
nr_s Encoder batteries renewed with the control switched on.
nr_s Parameter and program backup stored on the server.
nr_s Belt of the X axis tensioned to {62-78} Hz.
nr_end All values inside tolerance.
nr_end Compensation table updated.
nr_end Way covers dented, straightening planned for {month}.
lube_round Lubrication route {1-9}, {area}. {24-66} points greased, {2-4} skipped because the \
machines were running. {lr_a} {lr_b}
lube_round Oil route by {tech}. {lr_b} {lr_a} {lr_c}
lr_a {pump_tag}: grease nipple broken, replaced.
lr_a {mixer_tag}: {0.4-1.2} L gear oil added, small seep at the output seal.
lr_a {fan_tag}: automatic lubricator empty since about {month}, new one set to {6-12} months.
lr_a {conv_tag}: chain dry, oiled and brush applicator adjusted.
lr_b Drum {2-8} of ISO VG {oil_vg} opened, store level {2-5} drums.
lr_b Used {0.9-2.8} kg of lithium grease and {3-9} L oil.
lr_b Colour tags on {4-12} points were missing and have been replaced.
oil_vg 68
oil_vg 150
oil_vg 220
oil_vg 320
lr_c Oil sample bottles sent to the laboratory, {4-11} machines.
lr_c Oil cans labelled; one unlabelled can scrapped.
lr_c Breather on {mixer_tag} saturated, replaced.
thermal_round Thermography of switchgear, {area}. {tr_a} {tr_b} {tr_c}
thermal_round Infrared round with {tech}, load {60-95} %. {tr_b} {tr_a} {tr_c}
tr_a Terminal L{1-3} of the feeder for {pump_tag}: {78-104} °C, other phases {38-47} °C.
tr_a Fuse holder of {fan_tag} at {71-92} °C, spring tension poor.
tr_a Contactor of {conv_tag} {66-81} °C; contacts burnt.
tr_a Isolator of {mixer_tag} {82-99} °C on one pole.
tr_b {18-52} panels seen, {2-4} findings, pictures in the report.
tr_b Motors on the level below {58-74} °C, nothing unusual.
tr_b Busbar joints within {3-6} K of each other.
tr_c Retightened to {4-12} Nm at the lunch stop; {36-44} °C afterwards.
tr_c Part ordered, load limited until the change on Saturday.
tr_c To be repaired within a week, class B finding.
vib_round Vibration route {1-6}, {28-74} machines. {wr_a} {wr_b} {wr_c}
vib_round Monthly vibration report, {area}. {wr_b} {wr_a} {wr_a} {wr_c}
wr_a {pump_tag} up from {1.9-2.6} to {4.6-6.2} mm/s, bearing tones visible; watch every two weeks.
wr_a {fan_tag} {5.0-6.6} mm/s at running speed, clean the impeller at the next stop.
wr_a {mixer_tag} shows gear mesh side bands, oil sample recommended.
wr_a {comp_tag} motor: {3.8-5.1} mm/s at twice line frequency, check the air gap and the feet.
wr_a {pump_tag} back to {1.0-1.9} mm/s after last month's alignment, case closed.
wr_b {2-5} machines in warning, {0-1} in alarm.
wr_b All other machines unchanged against last month.
wr_b Sensor cable of the collector replaced half way round the route.
wr_c Report sent to planning.
wr_c Next route in {month}.
wr_c Work requests raised for the two worst machines.
calibration Calibration, {area}. {cal_a} {cal_a} {cal_end}
calibration Instrument check by {tech}, order {wo}. {cal_a} {cal_a} {cal_end}
cal_a Pressure transmitter PT-{101-160}: as found {0.4-1.6} % low at 10 bar, adjusted, as left \
within 0.1 %.
cal_a Temperature sensor TT-{201-255}: {0.3-0.9} K high in the dry block at 80 °C, within limits, \
not adjusted.
cal_a Flow meter FT-{301-330}: zero drift {0.2-0.7} %, zeroed with full pipe.
cal_a Level switch LS-{401-440} does not switch when lifted; float cracked, replaced.
cal_a Scale WT-0{1-6}: {2-8} g error at 20 kg, adjusted and sealed.
cal_a Gas detector GD-{11-39} reads {44-47} % on 50 % test gas, adjusted, alarm relays proved.
cal_end Labels renewed, certificates filed.
cal_end Test equipment valid until {month}.
cal_end Control room informed before and after each loop.
startup Start-up after the {stop} stop, {area}. {su_a} {su_b} {su_c} {su_d}
startup Commissioning of {pump_tag=tag} after overhaul. {su_p} {pr_a} {pr_b} {su_d}
stop summer
stop Christmas
stop weekend
stop Easter
su_a {pump_tag} would not prime, suction valve found shut.
su_a {comp_tag} started first, network at {6.4-7.1} bar after {8-20} min.
su_a {boil_tag} warmed up over {3-5} h, pressure raised in steps.
su_b {conv_tag} run empty for {20-40} min, belt tracked once.
su_b {press_tag} oil preheated to {32-38} °C.
su_b {fan_tag} direction checked after the motor change, right way round.
su_c {cnc_tag} lost its reference, encoder battery renewed.
su_c {chill_tag} crankcase heater on since the evening before; no liquid at start.
su_c Blown fuse on {mixer_tag}, replaced once and held.
su_d Line handed to production at {5-8}:{10-50}.
su_d Watch kept for the first {4-8} h.
su_d Open points list has {2-6} items, none stops production.
su_p Rotation bumped and correct.
su_p Filled, vented, turned by hand and started against a closed valve.
stores Stores note. {st_a} {st_a} {st_b}
stores Spare parts check, {month}. {st_a} {st_b} {st_a}
st_a Seal kit for {press_tag} below minimum, {2-4} ordered, delivery {3-7} weeks.
st_a Bearing 63{10-16} C3: {4-12} in stock, one box with broken film scrapped.
st_a V-belt sets for {fan_tag} wrongly booked, count corrected from {5-7} to {2-4}.
st_a Spare motor {motor_kw} kW turned by hand, insulation {300-900} Mohm.
st_a No ignition electrode left for {boil_tag}; last one used yesterday.
st_a Exchange gear unit for {conv_tag} returned from the repair shop, new seals, tested.
st_b Bin labels on shelf {3-19} renewed.
st_b Shelf life of {3-9} O-ring bags expired, thrown away.
st_b Price of the valve kit has gone up {4-11} %, second quote asked for.
belt_mm 650
belt_mm 800
belt_mm 1000
trap_dn 15
trap_dn 20
trap_dn 25
motor_kw 7.5
motor_kw 11
motor_kw 15
motor_kw 18.5
motor_kw 22
pump_tag P-{101-138}
pump_tag P-{201-236}
comp_tag C-{11-29}
conv_tag CV-0{1-9}
conv_tag CV-{10-24}
boil_tag B-0{1-4}
press_tag PR-{10-29}
mill_tag VMC-0{1-9}
lathe_tag LT-{11-19}
cnc_tag {mill_tag}
cnc_tag {lathe_tag}
fan_tag F-{301-324}
mixer_tag M-{401-418}
chill_tag CH-0{1-4}
wo {40211-58973}
month January
month February
month March
month April
month May
month June
month August
month September
month October
month November
"""
