"""电商客服对话的框架和客套话；场景见 customer_service_zh 开头的其他模块。"""

FRAMES = (
    "客户：{hi}{#open}{ctx}\n客服：{hello}{#ack}{ask_no}\n客户：{give_no}\n客服：{wait}{#do}{tail}\n"
    "{#more}\n{end}",
    "客户：{call}\n客服：{welcome}\n客户：{#open}\n客服：{#ack}{ask_no}\n客户：{give_no}\n"
    "客服：{back}{#do}\n{#more}\n{end}",
    "客户：{#open}{ctx}\n客服：{hello}{#ack}\n客户：{urge}\n客服：{back}{#do}{tail}\n{#more}\n{#more}\n{end}",
    "客户：{hi}{#open}\n客服：{hello}{#do}\n客户：{fine}\n客服：{bye}",
    "客户：{#open}{angry}\n客服：{#ack}{ask_no}\n客户：{give_no}\n客服：{calm}{#do}\n{#more}\n{#more}\n{end}",
    "客户：订单{order_no}，{#open}\n客服：{hello}{#ack}{hold}\n客户：{urge}\n客服：{back}{#do}{tail}\n{#more}\n{end}",
    "客户：转人工。\n客服：{agent}\n客户：{#open}{ctx}\n客服：{#ack}\n客服：{back}{#do}{tail}\n{#more}\n{end}",
    "客户：{hi}{#open}\n客服：{auto}\n客户：{still}\n客服：您好，我是{nick}。{#ack}\n客服：{back}{#do}\n{#more}\n{end}",
    "客户：{call}\n客户：{#open}{ctx}\n客服：{hello}{#ack}{ask_no}\n客户：{give_no}\n客服：{hold}\n"
    "客服：{back}{#do}{tail}\n客户：{fine}\n客服：{bye}",
    "客户：{again}{#open}{ctx}\n客服：{calm}我再核对一遍。\n客服：{back}{#do}\n{#more}\n{#more}\n客户：{fine}\n客服：{rate}",
    "客户：{hi}{#open}\n客服：{#ack}{ask_no}\n客户：{shot}\n客服：{back}{#do}\n{#more}\n{end}",
    "客服：{agent}\n客户：{#open}{ctx}\n客服：{#ack}{hold}\n客服：{back}{#do}{tail}\n客户：{doubt}\n客服：{sure}\n{#more}\n{end}",
    "客户：{hi}{#open}\n客服：{hello}{#ack}\n客服：{back}{#do}{tail}\n{#more}\n客户：{fine}\n客服：{bye}",
    "客户：{#open}\n客服：{#ack}\n客户：{give_no}\n客服：{back}{#do}\n客户：{doubt}\n客服：{sure}\n{end}",
)
"""一场售中或售后的对话"""

ASK_FRAMES = (
    "客户：{hi}我想问一下{#item=item}。\n客服：{hello}您请说。\n{#qa}\n{#qa}\n{#qa}\n{buy}",
    "客户：{call}\n客服：{welcome}\n客户：看中了你家的{#item=item}，有几个问题。\n客服：{ask_on}\n"
    "{#qa}\n{#qa}\n{buy}",
    "客户：{#item=item}还有货吗？\n客服：{stock}\n{#qa}\n{#qa}\n{#qa}\n{buy}",
    "客户：{hi}{#item=item}现在有什么活动？\n客服：{offer}\n{#qa}\n{#qa}\n{buy}",
    "客服：{agent}\n客户：帮我看看{#item=item}。\n客服：{ask_on}\n{#qa}\n{#qa}\n{#qa}\n{#qa}\n{buy}",
    "客户：{#item=item}现在下单几天能到？\n客服：{deliver}\n{#qa}\n{#qa}\n{buy}",
    "客户：{hi}我想买{#item=item}，你帮我参谋一下。\n客服：{fit}\n{#qa}\n{#qa}\n{#qa}\n{buy}",
)
"""一场售前咨询"""

WORDS = """
document {service}
document {service}
document {service}
document {service}
document {asked}
hi 你好，
hi 您好，
hi 在吗？
hi 亲，
hi 客服你好，
hi 麻烦问一下，
hi 请问有人吗？
hello 您好，
hello 您好亲，
hello 亲，您好，
hello 您好，我是客服{nick}，
hello 在的亲，
call 在吗？
call 有人在吗？
call 你好，有个问题想问一下。
call 客服在不在？
call 你好。
welcome 您好，欢迎光临，请问有什么可以帮您？
welcome 在的亲，请问您遇到什么问题了？
welcome 您好，客服{nick}为您服务，请讲。
welcome 您好，很高兴为您服务，请问是要咨询商品还是订单呢？
agent 您好，人工客服{nick}为您服务，请问有什么可以帮您？
agent 您好，我是{nick}，接下来由我为您服务。
agent 让您久等了，我是人工客服{nick}。
auto 您好，现在咨询的人比较多，请简单描述您的问题，我们会尽快回复。
auto 亲，客服正在赶来，您可以先看看常见问题哦。
auto 您好，当前排队人数{2-19}人，请您耐心等待。
auto 您好，人工客服的工作时间是早上九点到晚上十一点，请先留言。
still 我要找人工。
still 等了十几分钟了，有人吗？
still 常见问题里没有我要的答案。
still 人呢？
still 我在等。
ask_no 麻烦提供一下订单号。
ask_no 请问订单号是多少呢？
ask_no 请把订单号后四位发给我。
ask_no 方便发一下订单截图吗？
ask_no {ask_a}{ask_b}
ask_no {ask_a}{ask_b}
ask_no {ask_a}{ask_b}
ask_a 麻烦您
ask_a 请您
ask_a 方便的话，请
ask_a 劳驾您
ask_b 发一下订单号。
ask_b 把订单卡片发给我。
ask_b 提供一下下单的手机尾号。
ask_b 发一下订单截图。
ask_b 说一下订单后四位。
ask_b 告诉我是哪一单。
give_no 尾号{1000-9999}。
give_no 订单号{order_no}。
give_no 就最近那一单，尾号{1000-9999}。
give_no 发你了，{order_no}。
give_no 收件人姓{surname}，手机尾号{1000-9999}。
give_no 稍等我找一下……找到了，{order_no}。
order_no {202601-202612}{100000-999999}
order_no {202601-202612}{100000-999999}
shot [图片]
shot [图片] 你看。
shot [订单截图] 就是这个。
shot [图片] [图片] 都发给你了。
hold 请稍等。
hold 我看一下，您别走开。
hold 给我两分钟，我核对一下。
hold 正在查，请您稍等片刻。
wait 请稍等，
wait 好的，我看一下，
wait 收到，马上给您查，
wait 好的，给我一分钟，
angry 太离谱了！
angry 你们到底管不管？
angry 真的很生气！
angry 再这样我就投诉了。
angry 以后再也不买了！
calm 实在对不起，
calm 非常抱歉，
calm 您先消消气，
calm 理解您的心情，
calm 给您添麻烦了，
again 昨天就问过你们了，
again 我第二次来问了，
again 上午的客服没给我回话，
again 还是那个问题，
doubt 你说的是真的吧？
doubt 别又是敷衍我。
doubt 确定吗？
doubt 那我就信你一次。
doubt 要是没做到怎么办？
sure 您放心，我已经登记在案，会一直跟到处理完。
sure 确定的，聊天记录都在，您随时可以找我。
sure 说到做到，我给您备注了，其他同事也能看到。
sure 请您相信我们，有问题我来负责。
sure 我把这件事设了提醒，{soon}主动联系您。
rate 感谢您的理解，稍后会给您发一个评价，麻烦您点一下。
rate 不客气，如果满意的话请给个五星好评哦。
rate 谢谢您，服务评价已经发出，期待您的反馈。
end 客户：{fine} / 客服：{bye}
end 客户：{fine} / 客服：还有其他可以帮您的吗？ / 客户：没有了。 / 客服：{bye}
end 客服：请问还有别的问题吗？ / 客户：暂时没有，谢谢。 / 客服：{bye}
end 客户：{fine} / 客服：{rate}
end 客户：{glad} / 客服：{bye}
end 客户：嗯嗯。 / 客服：{bye}
end 客户：{praise} / 客服：谢谢您的肯定，{bye_b}
end 客服：那我先不打扰您了，祝您生活愉快！
end 客户：好，有问题我再找你。 / 客服：好的，随时欢迎。
ask_on 好的，您请讲。
ask_on 可以的，您想了解哪方面呢？
ask_on 没问题，我来给您介绍。
ask_on 您说，我在的。
stock 有的，现货，今天下单今天发。
stock 还有最后{5-40}件，喜欢的话尽快拍哦。
stock 有货的亲，您想了解哪个规格？
stock 刚补了货，各个规格都有。
offer 现在{full_cut}，还可以领一张{small}元的券。
offer 今天第二件{5-8}折，到晚上十二点结束。
offer 下单送{gift}，数量有限，送完为止。
offer 会员价再减{small}元，免费入会就能享受。
deliver 下午四点前付款当天发，一般{2-4}天到。
deliver 现货48小时内发出，发{courier}，大概{2-5}天。
deliver 您那边从最近的仓库发，{1-3}天就能收到。
fit 好的，这款卖得很好，回头客也多。
fit 没问题，您有什么顾虑都可以问我。
fit 好的亲，您主要看重哪方面呢？
buy 客户：好的，我先下单。 / 客服：好的，付款后请核对一下收货地址。
buy 客户：我再考虑考虑。 / 客服：没关系，您慢慢看，有问题随时找我。
buy 客户：已经拍了。 / 客服：看到订单了，{soon}给您安排发货，谢谢支持！
buy 客户：能再便宜点吗？ / 客服：价格已经是最低了，我给您申请一份小礼物，送{gift}。 / 客户：行，\
那我拍了。 / 客服：好的，给您备注上了。
buy 客户：收藏了，发工资再买。 / 客服：好的亲，降价了系统会提醒您。
buy 客户：包邮吗？ / 客服：全场满{4-9}9元包邮，偏远地区补{8-15}元运费。 / 客户：好的。 / 客服：\
{bye}
buy 客户：谢谢，回答得很仔细。 / 客服：{bye}
buy 客户：不满意可以退吧？ / 客服：可以的，七天无理由，不影响二次销售就行。 / 客户：那我拍了。 / \
\
\
\
客服：好的，谢谢您的信任。
bye {bye_a}，{bye_b}
bye {bye_a}，{bye_b}
bye 感谢您的支持，{bye_b}
bye 感谢您的耐心，{bye_b}
bye_a 不客气
bye_a 应该的
bye_a 客气了
bye_a 没事的
bye_a 好的亲
bye_a 谢谢您的理解
bye_a 不用谢
bye_b 有问题随时找我。
bye_b 有需要随时联系我们。
bye_b 祝您生活愉快，再见！
bye_b 祝您购物愉快！
bye_b 祝您一切顺利。
bye_b 欢迎您再来。
bye_b 我一直都在。
bye_b 祝您和家人平安健康。
bye_b 再见！
fine {fine_a}，{fine_b}
fine {fine_a}，{fine_b}
fine_a 好的
fine_a 行
fine_a 嗯
fine_a 可以
fine_a 好
fine_a 那行
fine_a 知道了
fine_a 好吧
fine_b 谢谢。
fine_b 谢谢你。
fine_b 麻烦你了。
fine_b 辛苦了。
fine_b 我等消息。
fine_b 那我再等等。
fine_b 我记下了。
fine_b 有事再找你。
fine_b 就这么办。
urge {urge_a}，{urge_b}
urge {urge_a}，{urge_b}
urge 你查吧。
urge 快点。
urge 好，谢谢。
urge_a 好的
urge_a 嗯
urge_a 行
urge_a 好
urge_a 可以
urge_b 麻烦快一点。
urge_b 我等着。
urge_b 尽快帮我看看。
urge_b 我一会儿还要开会。
urge_b 查到了告诉我。
urge_b 别让我等太久。
urge_b 我在线等。
urge_b 帮我看仔细一点。
ctx 我在你家买了{3-12}次了。
ctx 第一次遇到这种情况。
ctx 我是老客户了。
ctx 看到麻烦回一下。
ctx 我{1-5}点要出门，麻烦快一点。
ctx 昨天晚上打电话也没人接。
ctx 我是会员。
ctx 我在外地，处理起来不方便。
ctx 家里人催了我好几遍。
ctx 我不太会弄，你教教我。
ctx 我已经等了{2-5}天了。
ctx 之前在你家买都挺好的。
ctx 问了机器人，答非所问。
ctx 我上班不方便接电话。
ctx 给{who}买的，都问我好几次了。
ctx 别跟我说套话。
who 妈妈
who 爸爸
who 孩子
who 老人
who 朋友
who 同事
who 婆婆
who 姐姐
tail 后续有变化我会给您留言。
tail 请您留意短信通知。
tail 有疑问您直接回复我就行。
tail 处理进度在订单页也能看到。
tail 请您放心。
tail 耽误您时间了，我们会尽快处理。
tail {day}我再回访您一次。
tail 这边已经给您备注。
tail 我会跟进到{day}。
tail 您不用再重复提交。
tail 如果{soon}还没有变化，请再联系我。
glad 这还差不多。
glad 总算解决了。
glad 行，心里有数了。
glad 早这么说不就好了。
glad 那我放心了。
glad 希望说到做到。
glad 嗯，等你们的好消息。
praise 你态度挺好的，谢谢。
praise 你比上一个客服耐心多了。
praise 回复很快，给你点个赞。
praise 说得很清楚，谢谢你。
praise 服务不错，下次还来。
praise 难得碰到这么负责的客服。
"""
