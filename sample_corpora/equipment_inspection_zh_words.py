"""设备巡检记录的框架和通用语句；设备见 equipment_inspection_zh 开头的其他模块。"""

FRAMES = (
    "巡检记录\n时间：{moment}\n设备：{#unit=unit}\n{#ok}{#ok}{normal}\n结论：{verdict}",
    "巡检记录\n时间：{moment}\n设备：{#unit=unit}\n{#ok}巡检发现：{#bad}\n处理：{#do}{after}\n结论：{watch}",
    "点检表\n设备：{#unit=unit}\n1. {#ok}\n2. {#ok}\n3. {clean}\n异常：{#bad}\n措施：{#do}",
    "点检表\n设备：{#unit=unit}\n1. {#ok}\n2. {#ok}\n3. {#ok}\n4. {clean}\n异常：无。{verdict}",
    "缺陷单\n设备：{#unit=unit}\n现象：{#bad}{found}\n原因：{#why}\n处理：{#do}{after}\n验收：{accept}",
    "检修记录\n设备：{#unit=unit}，{plan}。\n{safe}{#work}{#work}{parts}\n试车：{#ok}{accept}",
    "交接班\n{#unit=unit}：{#bad}{handed}{#next}\n其他：{calm}{tools}",
    "交接班\n{shift}运行平稳。{#unit=unit}{#state}{#ok}{calm}\n下班请注意：{#next}",
    "故障分析\n{#unit=unit}于{moment}停机。现象：{#bad}经查，{#why}\n对策：{#do}{#next}{lesson}",
    "值班日志\n{time}，{#unit=unit}{#state}\n{later}，{#ok}{normal}",
    "值班日志\n{time}，{call}{#bad}\n{later}，{#do}{after}{watch}",
    "保养记录\n{#unit=unit}{plan}保养。{safe}{#work}{clean}{parts}\n保养后{#ok}",
    "班前会\n今天重点看{#unit=unit}。昨天{#bad}{#why}{#next}{mind}",
    "周报\n本周{#unit=unit}巡检{6-21}次，发现问题{1-4}项。主要问题：{#bad}已{#do}{#next}",
)
"""一份记录；每种设备都能套用"""

WORDS = """
moment 早班0{7-9}:{10-59}
moment 早班1{0-1}:{10-59}
moment 中班1{5-9}:{10-59}
moment 夜班0{1-5}:{10-59}
moment 白班1{0-6}:{10-59}
shift 早班
shift 中班
shift 夜班
shift 白班
time 0{1-9}:{10-59}
time 1{0-9}:{10-59}
time 2{0-3}:{10-59}
later {10-50}分钟后
later 一小时后
later 半小时后复查
later 交班前
normal 现场无跑冒滴漏。
normal 周围无杂物，通道畅通。
normal 各指示灯显示正确。
normal 防护罩完好，地脚螺栓无松动。
normal 声音平稳，无异味。
normal 标识清楚，仪表在检定期内。
verdict 设备运行正常，各参数在规定范围内。
verdict 正常。
verdict 可以继续运行。
verdict 未见异常，按计划巡检。
verdict 运行良好，无需处理。
watch 继续运行，每{1-4}小时复查一次。
watch 列入重点巡检。
watch 已告知下一班。
watch 待备件到货后处理。
watch 参数回落，继续观察。
watch 已报缺陷单，编号后四位{1000-9999}。
after 处理后恢复正常。
after 处理后试运行{15-60}分钟，未再出现。
after 复测在允许范围内。
after 情况好转。
after 暂时可以维持运行。
after 已拍照留存。
found 由巡检人员用测温枪发现。
found 操作工听到异响后报告。
found 中控报警后到现场确认。
found 点检时手摸外壳发现。
found 换班检查时发现。
found 运行{2-9}小时后出现。
accept 验收合格，投入运行。
accept 双方签字确认。
accept 连续运行两小时，合格。
accept 试车三次，均正常。
accept 振动和温度均合格。
accept 缺陷消除。
plan 月度计划
plan 季度计划
plan 年度大修
plan 停产检修
plan 运行满{2000-8000}小时
safe 已断电、挂牌、上锁。
safe 办理工作票，测量无电压后开工。
safe 系统泄压，关闭进出口阀门并加盲板。
safe 工作前交底，两人作业，一人监护。
safe 隔离后确认压力为零。
parts 更换件已登记，旧件回收。
parts 用料：润滑脂{1-3}公斤，抹布若干。
parts 备件库存还有{1-6}套。
parts 螺栓按力矩拧紧并做标记。
parts 垃圾清理完毕，工完场清。
clean 外表擦拭干净，无积灰。
clean 地面无油污和积水。
clean 滤网已清洗。
clean 接线盒密封良好。
clean 铭牌和转向标识清晰。
clean 周围照明完好。
handed 已处理一次，未根除。
handed 暂未停机，维持运行。
handed 已通知维修，明天上午来人。
handed 备用设备已切换。
handed 降负荷至{60-85}%运行。
calm 其余设备正常。
calm 公用系统压力稳定。
calm 无人身和设备事故。
calm 消防器材完好。
calm 夜间有雨，排水通畅。
tools 工具齐全，钥匙已交接。
tools 对讲机电量充足。
tools 测温枪借给检修班，明早归还。
tools 记录本第{2-48}页。
tools 巡检牌全部翻到位。
call 中控来电：
call 操作工反映：
call 巡检路过时发现：
call 接报警：
call 邻班提醒：
lesson 已写入案例，班组学习。
lesson 同类设备逐台排查。
lesson 修订点检标准一条。
lesson 缩短检查周期。
lesson 培训时作为例子讲解。
mind 进现场戴好安全帽和耳塞。
mind 不要用手去摸转动部位。
mind 上平台扶好栏杆。
mind 有异常先报告，不要自行拆卸。
mind 两人同行，随时联系。
"""
